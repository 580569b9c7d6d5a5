using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The host looks at a running cluster: whenever it asks a node, that answers with how it is, with its counters, and with the pages that it has waited for since it was asked last.</summary>
/// <param name="receiver">Where such frames arrive.</param>
/// <param name="status">How the node is.</param>
/// <param name="counters">What is sent.</param>
/// <param name="waits">Knows the pages.</param>
/// <param name="host">The way back.</param>
public sealed class LiveCounters(FrameReceiver receiver, INodeStatus status, NodeCounters counters, IRecentWaits waits, HostChannel host) : DatagramHandler
{
    private readonly CounterEntry[] _part = new CounterEntry[CounterSender.EntriesAtATime];
    private readonly HotPage[] _pages = new HotPage[IHotPages.Reported];
    private readonly ulong[] _instructions = new ulong[IHotPages.Reported];

    /// <summary>Registers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize() => receiver.Register((MessageKind)HostKind.Counters, this);

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame)
    {
        if (frame.SourceAddress.Value != HostFrame.HostAddress.Value || frame.Body.Length != HostBody.Bytes || !frame.Payload.IsEmpty) return false;
        Answer(MemoryMarshal.Read<HostBody>(frame.Body).Number);
        return true;
    }

    // What comes too early is not answered, and what the link has no room for is lost, as a frame may be anyhow: the host asks again.
    private void Answer(byte request)
    {
        if (!status.IsKnown) return;
        NodeStatus now = status.Now;
        if (!host.TryStatus(in now)) return;
        int pages = waits.Take(_pages, _instructions);
        CounterReport report = new(counters, new(_pages, 0, pages), new(_instructions, 0, pages));
        while (!report.IsComplete)
        {
            int entries = report.Next(_part);
            if (!host.TryLiveCounters(request, MemoryMarshal.AsBytes(new ReadOnlySpan<CounterEntry>(_part, 0, entries)), report.IsComplete)) return;
        }
    }
}
