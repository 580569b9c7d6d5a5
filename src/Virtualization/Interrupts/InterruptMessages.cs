using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Takes the messages of the other nodes' interrupt controllers to where they are dealt with.</summary>
/// <param name="sgis">SGIs.</param>
/// <param name="carrier">SPIs of this node's vCPUs and, on the leader, of the distributor.</param>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="peers">The other nodes.</param>
/// <param name="settlement">Looks.</param>
/// <param name="room">Goes on with what waited for room.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="gate">Protects all this.</param>
public sealed class InterruptMessages(
    SgiCarrier sgis, SpiCarrier carrier, PerCpu<VcpuInterrupts> vcpus, InterruptPeers peers, InterruptSettlement settlement, InterruptRoom room,
    ICacheMaintenance caches, VirtualInterruptLock gate)
    : MessageHandler
{
    /// <summary>Registers them, in the cluster <paramref name="cluster"/>, and makes room for those that are sent. Boot only.</summary>
    public void Initialize(IMessenger messenger, ICluster cluster)
    {
        peers.Initialize(cluster.NodeCount);
        settlement.Initialize();
        messenger.Register((MessageKind)VirtualInterruptMessage.GenerateSgi, sgis.Shape, this);
        messenger.Register((MessageKind)VirtualInterruptMessage.DeliverSpi, MessageShape.Of<SpiMessage>().FromLeader, this);
        messenger.Register((MessageKind)VirtualInterruptMessage.RecallSpi, MessageShape.Of<SpiMessage>().FromLeader, this);
        messenger.Register((MessageKind)VirtualInterruptMessage.ReportSpi, MessageShape.Of<SpiMessage>().ToLeader, this);
        messenger.Register((MessageKind)VirtualInterruptMessage.EnableGroups, MessageShape.Of<byte>().FromLeader, this);
        messenger.Register((MessageKind)VirtualInterruptMessage.Look, MessageShape.Of<SettlementMessage>(), this);
        messenger.Register((MessageKind)VirtualInterruptMessage.Settle, MessageShape.Of<SettlementMessage>(), this);
        messenger.Register(room);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        caches.InvalidateInstructions();
        VirtualInterruptMessage kind = (VirtualInterruptMessage)message.Kind;
        if (kind == VirtualInterruptMessage.GenerateSgi) sgis.Take(in message);
        else if (kind == VirtualInterruptMessage.Settle) TakeSettle(in message);
        else Handle(kind, in message);
    }

    private void TakeSettle(in ReceivedMessage message)
    {
        SettlementMessage settle = settlement.SettleIn(in message);
        gate.Acquire();
        settlement.TakeSettle(message.From, settle);
        gate.Release();
    }

    // Each takes from the message what it needs before the lock.
    private void Handle(VirtualInterruptMessage kind, in ReceivedMessage message)
    {
        switch (kind)
        {
            case VirtualInterruptMessage.DeliverSpi:
                SpiMessage delivery = SpiIn(in message, SpiMessage.Content.Pending | SpiMessage.Content.Active | SpiMessage.Content.Group0);
                message.CpuHere(delivery.Cpu);
                gate.Acquire();
                carrier.Deliver(in delivery);
                break;
            case VirtualInterruptMessage.RecallSpi:
                SpiMessage recall = SpiIn(in message, SpiMessage.Content.ClearActive | SpiMessage.Content.Group0);
                message.CpuHere(recall.Cpu);
                gate.Acquire();
                carrier.Recall(in recall);
                break;
            case VirtualInterruptMessage.ReportSpi:
                SpiMessage report = SpiIn(
                    in message, SpiMessage.Content.Pending | SpiMessage.Content.Active | SpiMessage.Content.Answer | SpiMessage.Content.Look | SpiMessage.Content.Deactivation);
                message.CpuThere(report.Cpu);
                gate.Acquire();
                carrier.Report(in message, in report);
                settlement.Progress();
                break;
            case VirtualInterruptMessage.Look:
                gate.Acquire();
                settlement.TakeLook(in message);
                break;
            default:
                byte groups = message.Read<byte>();
                message.Require(groups == new GroupSet(groups).Bits, "there are two groups only");
                gate.Acquire();
                for (int i = 0; i < vcpus.Count; i++) vcpus[new CpuIndex(i)].SetGroupsEnabled(new GroupSet(groups));
                break;
        }
        gate.Release();
    }

    private static SpiMessage SpiIn(in ReceivedMessage message, SpiMessage.Content allowed)
    {
        SpiMessage spi = message.Read<SpiMessage>();
        message.Require(spi.Spi is >= (ushort)VirtualGic.FirstSpi and < (ushort)VirtualGic.InterruptCount, "its interrupt is no SPI");
        message.Require((spi.Flags & ~allowed) == 0, "it says what does not belong there");
        message.Require((spi.Priority & ~VirtualGic.PriorityMask) == 0, "its priority has bits that are not implemented");
        return spi;
    }
}
