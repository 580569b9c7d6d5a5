using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Takes the messages of the other nodes' interrupt controllers to where they are dealt with, and goes on with what waited for room.</summary>
/// <param name="sgis">SGIs.</param>
/// <param name="carrier">SPIs of this node's vCPUs and, on the leader, of the distributor.</param>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="peers">The other nodes.</param>
/// <param name="settlement">Looks.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="gate">Protects all this.</param>
public sealed class InterruptMessages(
    SoftwareGeneratedInterrupts sgis, SpiCarrier carrier, PerCpu<VcpuInterrupts> vcpus, InterruptPeers peers, InterruptSettlement settlement, ICacheMaintenance caches,
    VirtualInterruptLock gate)
    : MessageHandler
{
    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        caches.InvalidateInstructions();
        gate.Acquire();
        VirtualInterruptMessage message = (VirtualInterruptMessage)kind;
        if (message == VirtualInterruptMessage.Acknowledge)
        {
            peers.Acknowledged(from);
            sgis.Flush(from);
            carrier.Flush();
            settlement.Progress();
        }
        else if (message == VirtualInterruptMessage.Settle)
        {
            settlement.TakeSettle(from, MemoryMarshal.Read<SettlementMessage>(body));
        }
        else
        {
            Handle(from, message, body);
            peers.Acknowledge(from);
        }
        gate.Release();
    }

    private void Handle(NodeId from, VirtualInterruptMessage message, ReadOnlySpan<byte> body)
    {
        switch (message)
        {
            case VirtualInterruptMessage.GenerateSgi:
                sgis.Receive(MemoryMarshal.Read<SgiTargets>(body));
                break;
            case VirtualInterruptMessage.DeliverSpi:
                carrier.Deliver(MemoryMarshal.Read<SpiMessage>(body));
                break;
            case VirtualInterruptMessage.RecallSpi:
                carrier.Recall(MemoryMarshal.Read<SpiMessage>(body));
                break;
            case VirtualInterruptMessage.ReportSpi:
                carrier.Report(from, MemoryMarshal.Read<SpiMessage>(body));
                settlement.Progress();
                break;
            case VirtualInterruptMessage.EnableGroups:
                for (int i = 0; i < vcpus.Count; i++) vcpus[new CpuIndex(i)].SetGroupsEnabled(new GroupSet(body[0]));
                break;
            case VirtualInterruptMessage.Look:
                settlement.TakeLook(from, MemoryMarshal.Read<SettlementMessage>(body));
                break;
            default:
                Panic.Fail($"{from} sent an interrupt message of kind {(uint)message}");
                break;
        }
    }
}
