using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Brings pages that devices are to work on, and keeps them: see <see cref="IGuestMemory.TryPin"/>.</summary>
/// <remarks>
/// A pin is granted like a write of the guest's, by the same steps, and waits for the same: messages, frames, and holds elsewhere that end by themselves; never for another pin of this node, since a page that is pinned here is granted
/// at once. What it waits for waits for none of this node's pins: a CPU elsewhere that does so waits for one page, holds none, and its node answers for all others meanwhile. So there is no circle, as long as no other node pins.
/// Nobody can take the page between its arrival and the pin, however often others want it: it is pinned when it comes. What can is an eviction that was begun before; that frees its frame, and the page is asked for anew.
/// </remarks>
/// <param name="gate">The lock.</param>
/// <param name="protocol">Holds pages.</param>
/// <param name="memory">Where they are.</param>
/// <param name="windows">Which are there.</param>
/// <param name="records">What is here of each.</param>
/// <param name="faults">Brings them.</param>
/// <param name="pins">Which are pinned.</param>
/// <param name="holds">Which are held besides.</param>
/// <param name="waiters">Who waits for what.</param>
/// <param name="messenger">Says when there is room for what that may send.</param>
/// <param name="waits">Waits.</param>
public sealed class PagePinner(
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    WindowMap windows,
    PageRecords records,
    PageFaults faults,
    PinnedPages pins,
    HeldPages holds,
    FaultWaiters waiters,
    IMessenger messenger,
    IWaits waits)
{
    /// <summary>See <see cref="IGuestMemory.MostPins"/>.</summary>
    internal int Most => pins.Most;

    /// <summary>See <see cref="IGuestMemory.TryPin"/>; the granule lies in RAM.</summary>
    internal bool TryPin(GranuleNumber granule, out PhysicalAddress frame)
    {
        PageFault fault = faults.Begin(granule, AccessKind.Write, default);
        messenger.AwaitRoom();
        while (true)
        {
            gate.Enter();
            bool isSettled = TrySettle(ref fault, out frame, out bool isPinned);
            gate.Leave();
            if (isSettled) return isPinned;
            while (waiters.IsWaiting) waits.Serve(ref fault.Wait, "a page of the guest's memory that a device is to work on");
            messenger.AwaitRoom();
        }
    }

    /// <summary>See <see cref="IGuestMemory.Unpin"/>.</summary>
    internal void Unpin(GranuleNumber granule)
    {
        gate.Enter();
        PageNumber page = records.KeptIn(granule);
        Panic.Unless(pins.IsPinned(page), "a page that is not pinned was to be given back by a device");
        Drop(page);
        gate.Leave();
    }

    // One try: false if the calling CPU is down for what it waits for.
    private bool TrySettle(ref PageFault fault, out PhysicalAddress frame, out bool isPinned)
    {
        frame = default;
        isPinned = false;
        PageNumber page = records.KeptIn(fault.Touched);
        // It may have been split while it was waited for.
        bool wants = fault.HasWaited && fault.Page == page;
        if (fault.HasWaited && !wants) Drop(fault.Page);
        if (!wants && !pins.TryWant(page))
        {
            waiters.ComeBack();
            return true;
        }
        bool isGranted = faults.TryGrantInside(ref fault);
        if (windows.IsClosed(page))
        {
            Drop(page);
            return true;
        }
        if (!isGranted) return false;
        // A home that gets a unit which is due splits it.
        if (fault.Page != page)
        {
            Drop(page);
            if (!pins.TryWant(fault.Page)) return true;
        }
        isPinned = protocol.TryHold(fault.Page);
        if (!isPinned)
        {
            // It is leaving: its frame's release wakes whoever waits.
            waiters.WaitFor(fault.Page);
            fault.HasWaited = true;
            return false;
        }
        Panic.Unless(pins.TryBegin(fault.Page, ref records[fault.Page]), "the protocol holds a page for a device that may not be written here");
        frame = memory.FrameOf(fault.Page) + (fault.Touched.Address.Value & (windows.BytesOf(fault.Page) - 1));
        return true;
    }

    private void Drop(PageNumber page)
    {
        if (!pins.Drop(page)) return;
        // A hold for CPUs that waited goes on by itself.
        if (!holds.Has(page)) protocol.EndHold(page);
        waiters.WakeForFrame();
    }
}
