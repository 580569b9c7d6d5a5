using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The pages that devices of this node's machine work on, and those that CPUs wait for on behalf of one. To the protocol a pinned page is one that is held, see <see cref="ICoherenceProtocol.TryHold"/>; the hold ends with the last
/// pin. It begins when a CPU that wants it finds that the page may be written, or already when the page comes, so that nobody takes it before that CPU is back. Bounded, so that enough frames are left for the guest's own accesses.
/// Under <see cref="LockRank.Coherence"/>.
/// </summary>
/// <param name="frames">Where foreign pages are.</param>
/// <param name="windows">Which pages are foreign.</param>
/// <param name="records">What is here of each page.</param>
public sealed class PinnedPages(FrameCache frames, WindowMap windows, PageRecords records)
{
    /// <summary>The most pages that are pinned, or waited for to pin them, at a time.</summary>
    public const int Capacity = 256;

    /// <summary>Of the frames for other nodes' pages one in so many may be pinned, unless there is one for each page: so there are always some that can become free.</summary>
    public const uint FramesForEach = 4;

    private readonly PageNumber[] _pages = new PageNumber[Capacity];
    private readonly int[] _pins = new int[Capacity];
    private uint _foreign;

    /// <summary>How many there can be, whichever they are.</summary>
    public int Most => Math.Min(Capacity, (int)MostForeign);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a device works on <paramref name="page"/>, or is about to: it must not leave.</summary>
    internal bool IsPinned(PageNumber page) => Count != 0 && records[page].Has(PageRecordFlags.Pinned);

    /// <summary>One more pin of <paramref name="page"/> is wanted. It is to be followed by <see cref="Drop"/>.</summary>
    /// <returns>False if there are as many pages as may be.</returns>
    internal bool TryWant(PageNumber page)
    {
        int place = Find(page);
        if (place < 0)
        {
            bool isForeign = !windows.IsOwn(page);
            if (Count == Capacity || (isForeign && _foreign >= MostForeign)) return false;
            if (isForeign) _foreign++;
            place = Count++;
            _pages[place] = page;
            _pins[place] = 0;
        }
        _pins[place]++;
        return true;
    }

    /// <summary>This node has just got <paramref name="page"/>, or has it already: from now on it stays, if a pin of it is wanted and it may be written.</summary>
    /// <returns>Whether it stays.</returns>
    internal bool TryBegin(PageNumber page, ref PageRecord record)
    {
        if (Count == 0) return false;
        if (record.Has(PageRecordFlags.Pinned)) return true;
        // One that was told to leave must not keep the frame that is wanted back: it is asked for anew.
        if (record.Permission != PagePermission.Write || record.Has(PageRecordFlags.Evicting | PageRecordFlags.Split) || Find(page) < 0) return false;
        record.Flags |= PageRecordFlags.Pinned;
        return true;
    }

    /// <summary>One pin of <paramref name="page"/> less, wanted or begun.</summary>
    /// <returns>Whether the page was kept and may go now: the hold is over, unless another goes on.</returns>
    internal bool Drop(PageNumber page)
    {
        int place = Find(page);
        Panic.Unless(place >= 0, "a page that is not pinned was to be given back by a device");
        if (--_pins[place] != 0) return false;
        if (!windows.IsOwn(page)) _foreign--;
        Count--;
        _pages[place] = _pages[Count];
        _pins[place] = _pins[Count];
        ref PageRecord record = ref records[page];
        bool wasPinned = record.Has(PageRecordFlags.Pinned);
        record.Flags &= ~PageRecordFlags.Pinned;
        return wasPinned;
    }

    private uint MostForeign => frames.Count == windows.ForeignUnits ? Capacity : frames.Count / FramesForEach;

    private int Find(PageNumber page)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_pages[i] == page) return i;
        }
        return -1;
    }
}
