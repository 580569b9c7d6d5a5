using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The vCPUs' side of SPI delivery on this node: what the distributor asks of them, and what they report to it, directly on the leader and by message
/// elsewhere.
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="topology">The vCPUs.</param>
/// <param name="vcpus">Those of this node.</param>
/// <param name="distributor">The distributor, in use on the leader only.</param>
/// <param name="peers">The way to the leader.</param>
/// <param name="gate">Protects all this.</param>
public sealed class SpiCarrier(
    ICluster cluster, VcpuTopology topology, PerCpu<VcpuInterrupts> vcpus, SpiDistributor distributor, InterruptPeers peers, VirtualInterruptLock gate)
{
    /// <summary>
    /// Passes on what this node's vCPUs have to report and, on the leader, what the distributor has to send, as far as there is room; the rest follows after an
    /// acknowledgement.
    /// </summary>
    internal void Flush()
    {
        gate.AssertHeld();
        if (cluster.Self == NodeId.Leader)
        {
            distributor.Flush();
            return;
        }
        for (int i = 0; i < vcpus.Count; i++)
        {
            while (peers.HasRoom(NodeId.Leader) && vcpus[new CpuIndex(i)].TryTakeReport(out SpiReport report)) Send(new CpuIndex(i), report);
        }
    }

    /// <summary>The distributor gives one of this node's vCPUs an SPI.</summary>
    internal void Deliver(in SpiMessage message)
    {
        gate.AssertHeld();
        VcpuInterrupts vcpu = vcpus[new CpuIndex(message.Cpu)];
        vcpu.Deliver(
            message.Spi, message.Priority, !message.Has(SpiMessage.Content.Group0), message.Has(SpiMessage.Content.Pending), message.Has(SpiMessage.Content.Active));
    }

    /// <summary>The distributor wants an SPI back from one of this node's vCPUs.</summary>
    internal void Recall(in SpiMessage message)
    {
        gate.AssertHeld();
        vcpus[new CpuIndex(message.Cpu)].Recall(message.Spi, message.Has(SpiMessage.Content.ClearActive));
        Flush();
    }

    /// <summary>A vCPU of another node reports to the distributor here.</summary>
    /// <param name="received">The message, for what only the distributor can say of it.</param>
    /// <param name="message">What is in it, checked as far as that goes without the distributor.</param>
    internal void Report(in ReceivedMessage received, in SpiMessage message)
    {
        SpiReport report = ReportOf(in message);
        VcpuId vcpu = topology.VcpuOf(received.From, new CpuIndex(message.Cpu));
        received.Require(report.IsDeactivation || distributor.IsCarriedBy(vcpu, report.Spi), "it was not given that interrupt");
        received.Require(!report.IsAnswer || distributor.IsRecalled(report.Spi), "it gives back what was not recalled");
        distributor.Report(vcpu, report);
        distributor.TakeLocalReports();
    }

    private static SpiReport ReportOf(in SpiMessage message)
    {
        bool pending = message.Has(SpiMessage.Content.Pending);
        bool active = message.Has(SpiMessage.Content.Active);
        if (message.Has(SpiMessage.Content.Deactivation)) return SpiReport.Deactivation(message.Spi);
        if (message.Has(SpiMessage.Content.Look)) return SpiReport.Look(message.Spi, pending, active);
        return new SpiReport(message.Spi, message.Has(SpiMessage.Content.Answer), pending, active);
    }

    private void Send(CpuIndex cpu, SpiReport report)
    {
        SpiMessage message = new()
        {
            Spi = (ushort)report.Spi,
            Cpu = (byte)cpu.Value,
            Flags = (report.IsAnswer ? SpiMessage.Content.Answer : 0)
                | (report.HadPending ? SpiMessage.Content.Pending : 0)
                | (report.IsActive ? SpiMessage.Content.Active : 0)
                | (report.IsLook ? SpiMessage.Content.Look : 0)
                | (report.IsDeactivation ? SpiMessage.Content.Deactivation : 0),
        };
        peers.Send(NodeId.Leader, VirtualInterruptMessage.ReportSpi, MemoryMarshal.AsBytes(new ReadOnlySpan<SpiMessage>(in message)));
    }
}
