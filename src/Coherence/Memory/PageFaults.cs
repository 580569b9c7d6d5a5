using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Brings the guest's faults to the protocol and waits until they are granted.</summary>
/// <remarks>
/// A fault waits for messages only, or for a frame. Neither can hang: what another node must do for it is done in message handlers, which never wait; an
/// eviction needs no frame, since the page's home keeps one for it; and what cannot be evicted now (an access under way, a hold) ends by itself and wakes who
/// waits for a frame. What a device works on may not end before a fault is granted, since the fault may be for what the device is to work on, too: but that is a part of the frames only, see <see cref="PinnedPages"/>.
/// </remarks>
/// <param name="gate">The lock.</param>
/// <param name="protocol">Grants accesses.</param>
/// <param name="memory">What is here.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each page.</param>
/// <param name="reclaimer">Gives frames.</param>
/// <param name="prefetcher">Looks ahead.</param>
/// <param name="splitter">Told of what is asked for.</param>
/// <param name="holds">Told of CPUs that are back, and of those that want a frame.</param>
/// <param name="waiters">Who waits for what.</param>
/// <param name="recorder">Told of every access.</param>
/// <param name="messenger">Says when there is room for what a fault may send.</param>
/// <param name="waits">Waits.</param>
/// <param name="counter">Measures.</param>
/// <param name="pageWaits">Keeps what was measured.</param>
public sealed class PageFaults(
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    WindowMap windows,
    PageRecords records,
    FrameReclaimer reclaimer,
    Prefetcher prefetcher,
    UnitSplitter splitter,
    HeldPages holds,
    FaultWaiters waiters,
    AccessRecorder recorder,
    IMessenger messenger,
    IWaits waits,
    ICounter counter,
    PageWaits pageWaits)
{
    /// <summary>Returns once the guest on this CPU may make the access. No lock may be held.</summary>
    /// <param name="touched">Which granule it touches.</param>
    /// <param name="kind">What for.</param>
    /// <param name="site">What a recording says besides.</param>
    public void Resolve(GranuleNumber touched, AccessKind kind, AccessSite site)
    {
        PageFault fault = Begin(touched, kind, site);
        messenger.AwaitRoom();
        while (!TryGrant(ref fault))
        {
            while (waiters.IsWaiting) waits.Serve(ref fault.Wait, "a page of the guest's memory");
            messenger.AwaitRoom();
        }
    }

    /// <summary>The calling CPU's guest was refused an access. When it came is read first: a CPU that does not run meanwhile has waited less than until it came, not longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal PageFault Begin(GranuleNumber touched, AccessKind kind, AccessSite site) => new(touched, kind, site, came: recorder.Now, wait: waits.Begin());

    /// <summary>One try: true if the guest may make its access now. Else the calling CPU is down for what it waits for, and tries again once <see cref="FaultWaiters.IsWaiting"/> is false. No lock may be held.</summary>
    internal bool TryGrant(ref PageFault fault)
    {
        gate.Enter();
        bool isGranted = TryGrantInside(ref fault);
        gate.Leave();
        return isGranted;
    }

    /// <summary>As <see cref="TryGrant(ref PageFault)"/>, under <see cref="LockRank.Coherence"/>.</summary>
    internal bool TryGrantInside(ref PageFault fault)
    {
        if (fault.HasWaited)
        {
            waiters.ComeBack();
            holds.Extend(fault.Page);
        }
        // The unit may have been split meanwhile.
        fault.Page = records.KeptIn(fault.Touched);
        ref PageRecord record = ref records[fault.Page];
        if (!fault.HasWaited)
        {
            fault.WasMapped = record.Has(PageRecordFlags.Mapped);
            fault.Asked = Predict(ref record, fault.Kind);
        }
        if (windows.IsClosed(fault.Page) && !record.Permits(fault.Kind))
        {
            // The guest has given it back, and finds nothing there when it makes its access again.
            return true;
        }
        bool isGranted = TryGrant(fault.Page, ref record, fault.Asked, isFirst: !fault.HasWaited);
        if (isGranted) Grant(ref fault, ref record);
        else fault.HasWaited = true;
        return isGranted;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Grant(ref PageFault fault, ref PageRecord record)
    {
        // A home splits a unit that is due when it gets it.
        if (record.Has(PageRecordFlags.Split)) record = ref records[fault.Page = records.KeptIn(fault.Touched)];
        if (record.Has(PageRecordFlags.Foretold)) prefetcher.OnAccess(fault.Page, fault.Asked);
        memory.Touch(fault.Page, fault.Touched, ref record, fault.WasMapped);
        prefetcher.OnGranted();
        Cycles waited = fault.HasWaited ? counter.Now - fault.Wait.Started : default;
        if (fault.HasWaited)
        {
            pageWaits.Add(fault.Touched, fault.Site.Instruction, counter.ToMicroseconds(waited));
            memory.CountDistinct(fault.Page, ref record);
        }
        byte part = windows.Geometry.PartOf(fault.Touched.Address + fault.Site.Offset);
        recorder.Granted(fault.Touched, fault.Kind, fault.Asked, fault.Site.Instruction, part, fault.Came, fault.HasWaited, waited);
    }

    private static AccessKind Predict(ref PageRecord record, AccessKind kind)
    {
        if (record.Permits(kind) || record.Has(PageRecordFlags.Wanted)) return kind;
        if (kind == AccessKind.Read) return record.History.OnReadMiss();
        if (record.Permission == PagePermission.Read) record.History.OnUpgrade();
        return kind;
    }

    /// <summary>One try: true if the guest may make its access now, else the calling CPU is down for what it waits for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGrant(PageNumber page, ref PageRecord record, AccessKind kind, bool isFirst)
    {
        if (record.Permits(kind)) return true;
        if (record.Frame == 0 && !windows.IsOwn(page) && !reclaimer.TryAssign(page, ref record))
        {
            waiters.WaitForFrame();
            holds.AwaitAll();
            return false;
        }
        splitter.OnAsk(page, ref record, kind);
        if (protocol.Access(page, kind))
        {
            if (!record.Permits(kind)) RefuseGrant(page);
            return true;
        }
        memory.Want(ref record, kind);
        waiters.WaitFor(page);
        if (isFirst) prefetcher.OnAccess(page, kind);
        return false;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void RefuseGrant(PageNumber page) => Panic.Fail($"the protocol grants {page}, which the guest cannot access");
}
