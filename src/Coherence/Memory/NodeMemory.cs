using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// This node's RAM as the protocol's world: its own window, the frames of other nodes' pages, what stage 2 lets the guest do with them, and what comes and
/// goes by messages. Everything under <see cref="LockRank.Coherence"/>.
/// </summary>
/// <param name="memory">The machine's RAM.</param>
/// <param name="windows">Which node has which pages.</param>
/// <param name="records">What is here of each page.</param>
/// <param name="frames">Frames of foreign pages.</param>
/// <param name="stage2">What the guest may access.</param>
/// <param name="tlb">Makes raised permissions seen.</param>
/// <param name="caches">Makes content that came visible to a guest with caches off, and executable.</param>
/// <param name="messenger">Takes messages to other nodes.</param>
/// <param name="holds">Pages just won.</param>
/// <param name="pins">Pages that devices work on.</param>
/// <param name="waiters">CPUs that wait.</param>
/// <param name="runs">Says which pages are to come along with one.</param>
/// <param name="returns">Says which units of this node's window are due to be split.</param>
/// <param name="atHand">Knows what is being received.</param>
/// <param name="recorder">Told of what is asked for ahead, and of what leaves.</param>
/// <param name="counters">What the node counts.</param>
public sealed unsafe partial class NodeMemory(
    IPhysicalMemory memory,
    WindowMap windows,
    PageRecords records,
    FrameCache frames,
    IStage2 stage2,
    IStage2Tlb tlb,
    ICacheMaintenance caches,
    IMessenger messenger,
    HeldPages holds,
    PinnedPages pins,
    FaultWaiters waiters,
    RunKeeper runs,
    UnitReturns returns,
    MessageAtHand atHand,
    AccessRecorder recorder,
    NodeCounters counters) : IProtocolWorld
{
    private PhysicalAddress _window;
    private PhysicalAddress _footholds;

    private IPageGeometry Geometry => windows.Geometry;

    /// <summary>Pages asked for ahead of the guest that are still under way.</summary>
    public int PrefetchesUnderWay { get; private set; }

    /// <summary>Pages that are being given up for their frames.</summary>
    public int EvictionsUnderWay { get; private set; }

    /// <inheritdoc/>
    public NodeId Self => windows.Self;

    /// <inheritdoc/>
    public int Nodes => windows.Nodes;

    /// <summary>
    /// Takes the RAM of this node's window and maps it to the guest: a page that no other node has touched never costs a message. Once, after the tables were
    /// initialised.
    /// </summary>
    [Starts(BootPhase.Memory)]
    public void Initialize()
    {
        _window = memory.AllocateUncleared((ulong)windows.OwnUnits << Geometry.UnitShift, 2 << 20, "the guest's RAM");
        for (uint i = 0; i < windows.OwnUnits; i++)
        {
            ref PageRecord record = ref records[windows.OwnFirst + i];
            record.Permission = PagePermission.Write;
            record.Flags = PageRecordFlags.Mapped;
        }
        stage2.MapRange(Geometry.FirstGranuleOf(windows.OwnFirst), _window, windows.OwnUnits * Geometry.UnitGranules());
        if (windows.OwnFootholdUnits != 0) InitializeFootholds();
    }

    private void InitializeFootholds()
    {
        _footholds = memory.AllocateUncleared((ulong)windows.OwnFootholdUnits << Geometry.UnitShift, 2 << 20, "the guest's RAM of nodes that join later");
        for (uint i = 0; i < windows.OwnFootholdUnits; i++)
        {
            PageNumber unit = windows.FootholdAt(i / windows.FootholdUnits) + (i % windows.FootholdUnits);
            ref PageRecord record = ref records[unit];
            record.Permission = PagePermission.Write;
            record.Flags = PageRecordFlags.Mapped;
            stage2.MapRange(Geometry.FirstGranuleOf(unit), FrameOf(unit), Geometry.UnitGranules());
        }
    }

    /// <inheritdoc/>
    public NodeId HomeOf(PageNumber page) => windows.HomeOf(page);

    /// <inheritdoc/>
    public bool IsAtHome(PageNumber page, NodeId node) => windows.IsAtHome(page, node);

    /// <inheritdoc/>
    public bool IsGone(NodeId node) => windows.IsGone(node);

    /// <inheritdoc/>
    public PagesAlong AskAlong(PageNumber page) => runs.Keep(page);

    /// <inheritdoc/>
    public bool TryTakeZero(PageNumber page)
    {
        // A first look, so that pages in use are not taken from the guest for nothing; what counts is what is there when the guest can write no more.
        if (!records.IsKept(page) || !ZeroPage.BeginsAsOne(ContentOf(page))) return false;
        SetPermission(page, PagePermission.None);
        caches.CleanAndInvalidate(FrameOf(page), windows.BytesOf(page));
        bool isZero = IsZero(page);
        if (isZero) counters.Add(Counter.ZeroPages);
        else SetPermission(page, PagePermission.Write);
        return isZero;
    }

    /// <inheritdoc/>
    public void InstallZero(PageNumber page)
    {
        ref PageRecord record = ref records[page];
        if (record.Frame == 0 || record.Permission != PagePermission.None) RefuseAlong(page);
        record.Flags |= PageRecordFlags.Blank | PageRecordFlags.Arrived;
        counters.Add(Counter.RunPages);
    }

    /// <inheritdoc/>
    public void Send(NodeId to, in CoherenceMessage message) => Send(to, in message, PageContent.None);

    /// <inheritdoc/>
    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        if (IsSplit(message.Page))
        {
            Send(to, in message, PageContent.Split);
            return;
        }
        PhysicalAddress frame = FrameOf(message.Page);
        ReadOnlySpan<byte> content = ContentAt(frame, message.Page);
        // A guest that runs with caches off wrote past them: nothing stale may be read here.
        caches.CleanAndInvalidate(frame, (uint)content.Length);
        if (IsZero(message.Page, content))
        {
            counters.Add(Counter.ZeroPages);
            Send(to, in message, PageContent.Zero);
            return;
        }
        if (windows.IsNobody(to)) RefuseReceiver(to);
        CoherenceBody body = new() { Message = message, Content = PageContent.Bytes };
        messenger.Send(to, KindOf(in message), MemoryMarshal.AsBytes(new ReadOnlySpan<CoherenceBody>(in body)), content, frame);
    }

    /// <inheritdoc/>
    public void SetPermission(PageNumber page, PagePermission permission)
    {
        ref PageRecord record = ref records[page];
        PagePermission old = record.Permission;
        record.Permission = permission;
        if (record.Has(PageRecordFlags.Split))
        {
            // Nothing is kept by the unit any more.
            if (permission > old) CountGrant(ref record, permission);
            return;
        }
        if (permission > old)
        {
            CountGrant(ref record, permission);
            if (permission == PagePermission.Write) messenger.Unpin(FrameOf(page));
            // What the guest may see from now on may be that another node's CPU has maintained its instruction cache.
            caches.InvalidateInstructions();
            if (!record.Has(PageRecordFlags.Foretold | PageRecordFlags.Blank)) Map(page, ref record);
            if (windows.HasPieces && permission == PagePermission.Write && returns.AreDue(page)) SplitAtHome(page, ref record);
            return;
        }
        if (record.Has(PageRecordFlags.Pinned) && permission < old) RefuseTaking(page);
        if (permission == PagePermission.None && old != PagePermission.None && !record.Has(PageRecordFlags.Evicting))
        {
            counters.Add(Counter.Invalidations);
            if (windows.HasPieces && old == PagePermission.Write) record.Flags |= PageRecordFlags.Lost;
        }
        // What is not mapped can be in no TLB: it was dropped from there when it was unmapped to be watched, or was never mapped.
        if (record.Has(PageRecordFlags.Mapped)) SetStage2(page, FrameOf(page), permission);
        if (permission == PagePermission.None) record.Flags &= ~(PageRecordFlags.Mapped | PageRecordFlags.Foretold);
    }

    /// <inheritdoc/>
    public void Install(PageNumber page, in ReceivedContent content)
    {
        ref PageRecord record = ref records[page];
        if (content.Kind == PageContent.None || record.Permission != PagePermission.None) RefuseInstall(page);
        if (content.Kind == PageContent.Split || record.Has(PageRecordFlags.Split))
        {
            LearnOfSplit(page, ref record, content.Kind);
            return;
        }
        PhysicalAddress frame = FrameOf(page);
        messenger.Unpin(frame);
        if (record.Frame != 0 && content.Page.CanBeKept && !windows.IsPiece(page)) frame = frames.Exchange(record.Frame, content.Page);
        else if (content.Kind == PageContent.Zero) ContentAt(frame, page).Clear();
        else content.Page.Bytes.CopyTo(ContentAt(frame, page));
        // It may be executed, too: its fetch finds what is cleaned once the permission is raised, see SetPermission.
        caches.CleanAndInvalidate(frame, windows.BytesOf(page));
        record.Flags = (record.Flags | PageRecordFlags.Arrived) & ~PageRecordFlags.Blank;
    }

    /// <inheritdoc/>
    public void Release(PageNumber page)
    {
        ref PageRecord record = ref records[page];
        // It gives up its share in a unit whose pieces may be here.
        if (record.Has(PageRecordFlags.Split)) return;
        if (record.Frame == 0 || record.Permission != PagePermission.None) RefuseRelease(page);
        if (record.Has(PageRecordFlags.Evicting))
        {
            EvictionsUnderWay--;
            counters.Add(Counter.Evictions);
            recorder.EvictionEnds(page);
        }
        bool isFree = frames.Return(record.Frame);
        if (windows.IsPiece(page) && isFree) EndPieces(windows.UnitOf(page));
        record.Frame = 0;
        record.Flags &= PageRecordFlags.Seen | PageRecordFlags.Lost;
        // Who wants to pin it had to let it go first.
        waiters.Wake(page);
        waiters.WakeForFrame();
    }

    /// <inheritdoc/>
    public void Complete(PageNumber page)
    {
        waiters.Wake(page);
        // A page that is complete can be evicted.
        waiters.WakeForFrame();
    }

    /// <inheritdoc/>
    public bool IsZero(PageNumber page) => records.IsKept(page) && IsZero(page, ContentOf(page));

    /// <inheritdoc/>
    public bool Hold(PageNumber page)
    {
        ref PageRecord record = ref records[page];
        bool isPrefetched = record.Has(PageRecordFlags.Prefetched | PageRecordFlags.Along);
        record.Flags &= ~(PageRecordFlags.Prefetched | PageRecordFlags.Along);
        // Nobody has asked for it yet: another node that does needs it more.
        bool isHeld = !isPrefetched && !record.Has(PageRecordFlags.Split) && holds.TryBegin(page);
        return pins.TryBegin(page, ref record) || isHeld;
    }

    /// <inheritdoc/>
    public void AwaitHoldEnd(PageNumber page) => holds.Await(page);

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Fail(scoped ref TextBuilder what) => atHand.Fail(ref what);

    /// <summary>The access that this CPU's guest was refused is permitted now, and will be made again.</summary>
    /// <param name="page">Of what page.</param>
    /// <param name="touched">Which granule of it.</param>
    /// <param name="record">Its record.</param>
    /// <param name="wasMapped">Whether the page was mapped when the access was refused, so that this CPU's TLB may know less than stage 2 says.</param>
    internal void Touch(PageNumber page, GranuleNumber touched, ref PageRecord record, bool wasMapped)
    {
        if (record.Has(PageRecordFlags.Blank)) Clear(page, ref record);
        if (!record.Has(PageRecordFlags.Mapped) || record.Has(PageRecordFlags.Foretold)) Map(page, ref record);
        if (wasMapped) tlb.Relax(touched);
        record.Flags = (record.Flags | PageRecordFlags.Referenced) & ~PageRecordFlags.Foretold;
    }

    /// <summary>Unmaps a foreign page without giving it up, so that its next use shows.</summary>
    internal void Watch(PageNumber page, ref PageRecord record)
    {
        record.Flags &= ~PageRecordFlags.Referenced;
        if (!record.Has(PageRecordFlags.Mapped)) return;
        SetStage2(page, FrameOf(page), PagePermission.None);
        record.Flags &= ~PageRecordFlags.Mapped;
    }

    /// <summary>An access of the guest has begun that the protocol does not grant at once.</summary>
    internal void Want(ref PageRecord record, AccessKind kind)
    {
        if (record.Has(PageRecordFlags.Prefetched) && record.Has(PageRecordFlags.Wanted))
        {
            // The guest has caught up with the prefetch: it is an access like any other from now on.
            record.Flags &= ~PageRecordFlags.Prefetched;
            PrefetchesUnderWay--;
        }
        record.Flags &= ~(PageRecordFlags.Foretold | PageRecordFlags.Along);
        MarkWanted(ref record, kind);
    }

    /// <summary>An access ahead of the guest has begun.</summary>
    internal void WantAhead(PrefetchRequest request, ref PageRecord record)
    {
        record.Flags |= PageRecordFlags.Prefetched;
        if (request.ShowsUse) record.Flags |= PageRecordFlags.Foretold;
        PrefetchesUnderWay++;
        counters.Add(Counter.Prefetches);
        recorder.Prefetched(request.Page, request.Kind);
        MarkWanted(ref record, request.Kind);
        CountDistinct(request.Page, ref record);
    }

    /// <summary>The protocol is told to give the page up; undone by <see cref="CancelEviction"/> or <see cref="Release"/>.</summary>
    internal void BeginEviction(PageNumber page, ref PageRecord record)
    {
        recorder.EvictionBegins(page);
        record.Flags |= PageRecordFlags.Evicting;
        EvictionsUnderWay++;
    }

    /// <summary>The protocol cannot give the page up now.</summary>
    internal void CancelEviction(PageNumber page, ref PageRecord record)
    {
        recorder.EvictionIsCancelled(page);
        record.Flags &= ~PageRecordFlags.Evicting;
        EvictionsUnderWay--;
    }

    /// <summary>Nothing of <paramref name="page"/>, whose home has died, is worth anything any more, nor what was begun for it. What the protocol knew of it goes with it.</summary>
    internal void Discard(PageNumber page, ref PageRecord record)
    {
        if (record.Permission != PagePermission.None) SetPermission(page, PagePermission.None);
        if (record.Has(PageRecordFlags.Prefetched) && record.Has(PageRecordFlags.Wanted)) PrefetchesUnderWay--;
        // The frame of a unit that was split is that of its pieces, which are pages, too.
        if (record.Has(PageRecordFlags.Split)) return;
        if (record.Frame != 0) Release(page);
        record = default;
        waiters.Wake(page);
    }

    /// <summary>The kind of a protocol's message on the wire.</summary>
    internal static MessageKind KindOf(in CoherenceMessage message) => (MessageKind)((byte)MessageKind.FirstCoherence + message.Kind);

    /// <summary>The bytes of a page that has a frame here.</summary>
    internal Span<byte> ContentOf(PageNumber page) => ContentAt(FrameOf(page), page);

    /// <summary>The frame of a page that has one here.</summary>
    internal PhysicalAddress FrameOf(PageNumber page)
    {
        uint own = page.Value - windows.OwnFirst.Value;
        if (own < windows.OwnUnits) return _window + ((ulong)own << Geometry.UnitShift);
        if (windows.IsPiece(page) && windows.IsOwn(page)) return FrameOf(windows.UnitOf(page)) + windows.OffsetInUnit(page);
        if (windows.IsOwnFoothold(page, out uint foothold)) return _footholds + ((ulong)foothold << Geometry.UnitShift) + windows.OffsetInUnit(page);
        uint frame = records[page].Frame;
        if (frame == 0) RefuseFrame(page);
        return frames.AddressOf(frame) + windows.OffsetInUnit(page);
    }

    /// <summary>An access of the guest that had to wait is granted, or one ahead of it has begun: the moment at which either is recorded, too.</summary>
    internal void CountDistinct(PageNumber page, ref PageRecord record)
    {
        if (record.Has(PageRecordFlags.Seen) || windows.IsOwn(page)) return;
        record.Flags |= PageRecordFlags.Seen;
        counters.Add(Counter.DistinctPages);
    }

    private bool IsZero(PageNumber page, ReadOnlySpan<byte> content) => records[page].Has(PageRecordFlags.Blank) || ZeroPage.Is(content);

    private void Send(NodeId to, in CoherenceMessage message, PageContent content)
    {
        if (windows.IsNobody(to)) RefuseReceiver(to);
        CoherenceBody body = new() { Message = message, Content = content };
        messenger.Send(to, KindOf(in message), MemoryMarshal.AsBytes(new ReadOnlySpan<CoherenceBody>(in body)));
    }

    private Span<byte> ContentAt(PhysicalAddress frame, PageNumber page) => new(memory.Pointer(frame), (int)windows.BytesOf(page));

    private static void MarkWanted(ref PageRecord record, AccessKind kind) => record.Flags |= kind == AccessKind.Write ? PageRecordFlags.WantsWrite : PageRecordFlags.WantsRead;

    // What cannot be, apart from the ways it cannot be on: making a text takes half a kilobyte of stack.
    // A message may name a place that nobody has taken: then it is its sender that went wrong.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseReceiver(NodeId to) => Fail($"{to} would have to be sent something, and is no other node that is there");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseInstall(PageNumber page) => Fail($"{page} is to be installed, and no content came, or the guest can access it");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseAlong(PageNumber page) => Fail($"{page} comes along, and has no frame, or the guest can access it");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseRelease(PageNumber page) => Fail($"{page} is released, which has no frame, or which the guest can still access");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseFrame(PageNumber page) => Fail($"{page} has no frame here");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseTaking(PageNumber page) => Fail($"{page} is to be taken from this node, where a device works on it");

    // A page that came along is touched.
    private void Clear(PageNumber page, ref PageRecord record)
    {
        PhysicalAddress frame = FrameOf(page);
        messenger.Unpin(frame);
        ContentOf(page).Clear();
        caches.CleanAndInvalidate(frame, windows.BytesOf(page));
        record.Flags &= ~PageRecordFlags.Blank;
    }

    private void Map(PageNumber page, ref PageRecord record)
    {
        SetStage2(page, FrameOf(page), record.Permission);
        record.Flags |= PageRecordFlags.Mapped | PageRecordFlags.Referenced;
    }

    private void SetStage2(PageNumber page, PhysicalAddress frame, PagePermission permission) => stage2.Set(windows.FirstGranuleOf(page), windows.GranulesOf(page), frame, permission);

    private void CountGrant(ref PageRecord record, PagePermission permission)
    {
        // A page that comes home from an eviction was not asked for, and is not counted.
        if (record.Has(PageRecordFlags.Wanted))
        {
            bool wasWrite = permission == PagePermission.Write && record.Has(PageRecordFlags.WantsWrite);
            counters.Add(!wasWrite ? Counter.ReadFetches : record.Has(PageRecordFlags.Arrived) ? Counter.WriteFetches : Counter.Upgrades);
            if (record.Has(PageRecordFlags.Prefetched)) PrefetchesUnderWay--;
        }
        record.Flags &= ~(permission == PagePermission.Write ? PageRecordFlags.Wanted : PageRecordFlags.WantsRead);
        record.Flags &= ~PageRecordFlags.Arrived;
    }
}
