using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Records what happens to pages on this node, if anybody wants to know: the guest's accesses that stage 2 refused, what is asked for ahead of them, and what leaves for want of frames. Everything but
/// <see cref="Now"/> under <see cref="LockRank.Coherence"/>.
/// </summary>
/// <param name="sink">Who wants to know.</param>
/// <param name="time">Guest time, which is one for all nodes.</param>
/// <param name="processor">Where it happens.</param>
/// <param name="windows">What a page is. Recorded are the smallest ones there are: of a unit that can be split, its first piece for all.</param>
public sealed class AccessRecorder(ITraceSink sink, IGuestTime time, IProcessor processor, WindowMap windows)
{
    // Evictions under way: an eviction is recorded when it is complete, so that there are as many as are counted.
    private readonly PageNumber[] _leaving = new PageNumber[FrameReclaimer.MaximumEvictions];
    private readonly Cycles[] _since = new Cycles[FrameReclaimer.MaximumEvictions];
    private int _leavingCount;

    /// <summary>Guest time, for an access that begins; 0 if nobody records.</summary>
    public Cycles Now => sink.IsOn ? time.Now : default;

    /// <summary>The guest may make its access.</summary>
    /// <param name="touched">To what granule.</param>
    /// <param name="kind">As the guest asked.</param>
    /// <param name="asked">As the protocol was asked, or would have been.</param>
    /// <param name="instruction">The virtual address of the instruction that made it; 0 if none did.</param>
    /// <param name="part">To which part of the page.</param>
    /// <param name="came">What <see cref="Now"/> was when the access came.</param>
    /// <param name="hasWaited">Whether it had to wait.</param>
    /// <param name="wait">How long it had to; 0 if it had not.</param>
    public void Granted(GranuleNumber touched, AccessKind kind, AccessKind asked, ulong instruction, byte part, Cycles came, bool hasWaited, Cycles wait)
    {
        if (!sink.IsOn) return;
        TraceKind what = kind == AccessKind.Write ? TraceKind.Write : asked == AccessKind.Write ? TraceKind.ReadForWrite : TraceKind.Read;
        Write(touched, what, instruction, part, came, hasWaited, wait);
    }

    /// <summary>A page was asked for ahead of the guest.</summary>
    public void Prefetched(PageNumber page, AccessKind kind)
    {
        if (sink.IsOn) Write(windows.FirstGranuleOf(page), kind == AccessKind.Write ? TraceKind.PrefetchWrite : TraceKind.PrefetchRead, 0, 0, time.Now, false, default);
    }

    /// <summary>A page begins to leave: <see cref="EvictionEnds"/> or <see cref="EvictionIsCancelled"/> follows.</summary>
    public void EvictionBegins(PageNumber page)
    {
        if (!sink.IsOn) return;
        Panic.Unless(_leavingCount < _leaving.Length, "more evictions are under way than there may be");
        _leaving[_leavingCount] = page;
        _since[_leavingCount++] = time.Now;
    }

    /// <summary>A page stays after all.</summary>
    public void EvictionIsCancelled(PageNumber page) => TryTakeEviction(page, out _);

    /// <summary>A page has left.</summary>
    public void EvictionEnds(PageNumber page)
    {
        if (sink.IsOn && TryTakeEviction(page, out Cycles since)) Write(windows.FirstGranuleOf(page), TraceKind.Eviction, 0, 0, since, true, time.Now - since);
    }

    private bool TryTakeEviction(PageNumber page, out Cycles since)
    {
        since = default;
        for (int i = 0; i < _leavingCount; i++)
        {
            if (_leaving[i] != page) continue;
            since = _since[i];
            _leavingCount--;
            _leaving[i] = _leaving[_leavingCount];
            _since[i] = _since[_leavingCount];
            return true;
        }
        return false;
    }

    private void Write(GranuleNumber granule, TraceKind kind, ulong instruction, byte part, Cycles began, bool hasWaited, Cycles wait)
    {
        TraceEntry entry = new()
        {
            Time = began,
            Wait = wait,
            Page = windows.Geometry.SmallestOf(granule),
            Kind = kind,
            Cpu = (byte)processor.Current.Value,
            HasWaited = hasWaited ? (byte)1 : (byte)0,
            Part = part,
            Instruction = instruction,
        };
        sink.Write(in entry);
    }
}
