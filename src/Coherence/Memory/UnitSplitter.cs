using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Has units split that nodes write in turns. A node that wants to write a unit again which another took from it to write it says so to the unit's home; home counts, and when it is often enough gets the unit like any node that
/// wants to write it, and splits it. Whoever wanted it back learns that by the answer to what it asked for.
/// </summary>
/// <param name="gate">The lock.</param>
/// <param name="protocol">Gets the unit.</param>
/// <param name="memory">Splits it.</param>
/// <param name="windows">Which units there are.</param>
/// <param name="records">What is here of each.</param>
/// <param name="returns">The counts.</param>
/// <param name="messenger">Carries what home is told.</param>
public sealed class UnitSplitter(
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    WindowMap windows,
    PageRecords records,
    UnitReturns returns,
    IMessenger messenger) : MessageHandler
{
    /// <summary>From now on other nodes can say what they want back, where units can be split. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory), After<MemoryAggregation>]
    public void Initialize()
    {
        if (!windows.HasPieces) return;
        // One for each access of a CPU here.
        messenger.Reserve((int)windows.Cluster[windows.Self].CpuCount);
        messenger.Register((MessageKind)MemoryMessage.WantedBack, MessageShape.Of<PageNumber>(), this);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        PageNumber unit = message.Read<PageNumber>();
        message.Require(windows.Contains(unit) && windows.IsOwn(unit) && !windows.IsPiece(unit), "it wants back what is no unit of this node's");
        gate.Enter();
        Count(unit);
        gate.Leave();
    }

    /// <summary>A CPU here is about to ask for <paramref name="page"/>. Under <see cref="LockRank.Coherence"/>.</summary>
    internal void OnAsk(PageNumber page, ref PageRecord record, AccessKind kind)
    {
        if (!record.Has(PageRecordFlags.Lost) || kind != AccessKind.Write || windows.IsPiece(page)) return;
        record.Flags &= ~PageRecordFlags.Lost;
        // Home's own access gets the unit, and splits it if it is due.
        if (windows.IsOwn(page)) returns.Add(page);
        else messenger.Send(windows.HomeOf(page), (MessageKind)MemoryMessage.WantedBack, MemoryMarshal.AsBytes(new ReadOnlySpan<PageNumber>(in page)));
    }

    // If the unit cannot be had now, or a device works on it, it is split when it comes here, or when it is next wanted back.
    private void Count(PageNumber unit)
    {
        returns.Add(unit);
        ref PageRecord record = ref records[unit];
        if (!returns.AreDue(unit) || record.Has(PageRecordFlags.Split | PageRecordFlags.Pinned)) return;
        if (record.Permission == PagePermission.Write) memory.SplitAtHome(unit, ref record);
        else if (!record.Has(PageRecordFlags.Wanted) && memory.PrefetchesUnderWay < windows.Bounds.Prefetches) Get(unit, ref record);
    }

    private void Get(PageNumber unit, ref PageRecord record)
    {
        if (!protocol.Access(unit, AccessKind.Write)) memory.WantAhead(new PrefetchRequest(unit, AccessKind.Write, showsUse: false), ref record);
    }
}
