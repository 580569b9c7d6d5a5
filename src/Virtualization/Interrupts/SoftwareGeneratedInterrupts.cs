using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// SGIs between vCPUs, on one node or across nodes. HCR_EL2.IMO and FMO trap ICC_SGI1R_EL1, which makes SGIs of Group 1 pending, and ICC_SGI0R_EL1 and
/// ICC_ASGI1R_EL1, which make those of Group 0 pending.
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="topology">The vCPUs.</param>
/// <param name="vcpus">Those of this node.</param>
/// <param name="peers">The way to the other nodes.</param>
/// <param name="gate">Protects all this.</param>
public sealed class SoftwareGeneratedInterrupts(
    ICluster cluster, VcpuTopology topology, PerCpu<VcpuInterrupts> vcpus, InterruptPeers peers, VirtualInterruptLock gate) : SgiCarrier
{
    // The fields of ICC_SGI1R_EL1 (IHI 0069, 12.2.20).
    private const int RangeSelectorShift = 44;
    private const int RoutingModeShift = 40;
    private const int InterruptShift = 24;
    private const ulong Affinity3And2Mask = 0x00ff_00ff_0000_0000;
    private const ulong Affinity1Mask = 0xff_0000;

    // What could not go out at once: it merges until there is room.
    private readonly SgiTargets[] _waiting = new SgiTargets[NodeId.MaximumNodes];
    private NodeSet _waitingNodes;

    /// <summary>
    /// vCPU <paramref name="source"/> of this node has written <paramref name="sgi1r"/> to ICC_SGI1R_EL1, or to the register of Group 0. Returns once local vCPUs have
    /// the SGI pending and messages to the other nodes are on their way or queued.
    /// </summary>
    public void Write(VcpuId source, ulong sgi1r, bool isGroup1)
    {
        int sgi = ((int)(sgi1r >> InterruptShift) & 15) + (isGroup1 ? SgiTargets.PerGroup : 0);
        gate.Acquire();
        if (((sgi1r >> RoutingModeShift) & 1) != 0) SendToAllOthers(source, sgi);
        else SendToList(sgi1r, sgi);
        gate.Release();
    }

    /// <inheritdoc/>
    internal override MessageShape Shape => MessageShape.Of<SgiTargets>();

    /// <inheritdoc/>
    internal override void Take(in ReceivedMessage message)
    {
        SgiTargets targets = message.Read<SgiTargets>();
        message.Require(targets.Cpus >> vcpus.Count == 0, "it names a CPU that there is not");
        gate.Acquire();
        Receive(in targets);
        gate.Release();
    }

    /// <summary>Makes SGIs pending that another node sent.</summary>
    internal void Receive(in SgiTargets targets)
    {
        gate.AssertHeld();
        for (int sgi = 0; targets.MoveTo(ref sgi); sgi++) RaiseLocal(sgi, targets[sgi]);
    }

    /// <inheritdoc/>
    internal override void Dismiss(NodeId node)
    {
        gate.AssertHeld();
        _waiting[node.Value] = default;
        _waitingNodes = _waitingNodes.Without(node);
    }

    /// <inheritdoc/>
    internal override bool HasSentAll => _waitingNodes.IsEmpty;

    /// <inheritdoc/>
    internal override void Flush(NodeId node)
    {
        gate.AssertHeld();
        if (!_waitingNodes.Contains(node) || !peers.HasRoom(node)) return;
        ref SgiTargets waiting = ref _waiting[node.Value];
        peers.Send(node, VirtualInterruptMessage.GenerateSgi, MemoryMarshal.AsBytes(new ReadOnlySpan<SgiTargets>(in waiting)));
        waiting = default;
        _waitingNodes = _waitingNodes.Without(node);
    }

    private void SendToAllOthers(VcpuId source, int sgi)
    {
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            uint mask = CpusOf(node);
            if (node == cluster.Self) mask &= ~(1u << topology.CpuOf(source).Value);
            SendTo(node, sgi, mask);
        }
    }

    // Affinity 1 is the node; affinities 3 and 2 are zero for every vCPU, and so is the range selector, as no node has more than 16.
    private void SendToList(ulong sgi1r, int sgi)
    {
        ulong node = (sgi1r & Affinity1Mask) >> 16;
        bool exists = (sgi1r & Affinity3And2Mask) == 0 && ((sgi1r >> RangeSelectorShift) & 15) == 0 && node < (ulong)cluster.NodeCount;
        if (!exists) return;
        NodeId target = new((ushort)node);
        SendTo(target, sgi, (uint)sgi1r & 0xffff & CpusOf(target));
    }

    // What is for a vCPU that nobody runs is for nobody.
    private uint CpusOf(NodeId node) => cluster.IsPresent(node) ? (1u << (int)cluster[node].PresentCpus) - 1 : 0;

    private void SendTo(NodeId node, int sgi, uint cpus)
    {
        if (cpus == 0) return;
        if (node == cluster.Self)
        {
            RaiseLocal(sgi, cpus);
            return;
        }
        _waiting[node.Value][sgi] |= (ushort)cpus;
        _waitingNodes = _waitingNodes.With(node);
        Flush(node);
    }

    private void RaiseLocal(int sgi, uint cpus)
    {
        for (uint rest = cpus; rest != 0; rest &= rest - 1)
        {
            CpuIndex cpu = new(BitOperations.TrailingZeroCount(rest));
            vcpus[cpu].RaiseSgi((uint)(sgi % SgiTargets.PerGroup), sgi >= SgiTargets.PerGroup);
        }
    }
}
