using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>SGIs of a guest with GICv2, on one node or across nodes: writes of GICD_SGIR (IHI 0048B, 4.3.15). Each keeps its sender, and those of several senders stay apart.</summary>
/// <param name="cluster">The nodes.</param>
/// <param name="topology">The vCPUs.</param>
/// <param name="vcpus">Those of this node.</param>
/// <param name="peers">The way to the other nodes.</param>
/// <param name="gate">Protects all this.</param>
public sealed class GicV2Sgis(ICluster cluster, VcpuTopology topology, PerCpu<VcpuInterrupts> vcpus, InterruptPeers peers, VirtualInterruptLock gate) : SgiCarrier
{
    private const int FilterShift = 24;
    private const uint FilterMask = 3;
    private const uint ToList = 0;
    private const uint ToAllOthers = 1;
    private const uint ToSelf = 2;
    private const int ListShift = 16;
    private const uint InterruptMask = 15;

    // What could not go out at once: it merges until there is room.
    private readonly SgiMessage[] _waiting = new SgiMessage[NodeId.MaximumNodes];
    private NodeSet _waitingNodes;

    /// <inheritdoc/>
    internal override MessageShape Shape => MessageShape.Of<SgiMessage>();

    /// <inheritdoc/>
    internal override bool HasSentAll => _waitingNodes.IsEmpty;

    /// <summary>vCPU <paramref name="source"/> of this node has written <paramref name="value"/> to GICD_SGIR. The lock is held.</summary>
    internal void Write(VcpuId source, uint value)
    {
        gate.AssertHeld();
        uint self = 1u << (int)source.Value;
        uint targets = ((value >> FilterShift) & FilterMask) switch
        {
            ToList => (value >> ListShift) & 0xff,
            ToAllOthers => 0xff & ~self,
            ToSelf => self,
            _ => 0,
        };
        int sgi = (int)(value & InterruptMask);
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            SendTo(node, sgi, CpusOf(node, targets), source);
        }
    }

    /// <inheritdoc/>
    internal override void Take(in ReceivedMessage message)
    {
        SgiMessage sgis = message.Read<SgiMessage>();
        uint senders = VcpusOf(message.From);
        for (int place = 0; sgis.MoveTo(ref place); place++)
        {
            message.Require(SgiMessage.CpuOf(place) < vcpus.Count, "it names a CPU that there is not");
            message.Require((sgis[place] & ~senders) == 0, "it names senders that are not its own");
        }
        gate.Acquire();
        for (int place = 0; sgis.MoveTo(ref place); place++) Raise(SgiMessage.CpuOf(place), SgiMessage.SgiOf(place), sgis[place]);
        gate.Release();
    }

    /// <inheritdoc/>
    internal override void Flush(NodeId node)
    {
        gate.AssertHeld();
        if (!_waitingNodes.Contains(node) || !peers.HasRoom(node)) return;
        ref SgiMessage waiting = ref _waiting[node.Value];
        peers.Send(node, VirtualInterruptMessage.GenerateSgi, MemoryMarshal.AsBytes(new ReadOnlySpan<SgiMessage>(in waiting)));
        waiting = default;
        _waitingNodes = _waitingNodes.Without(node);
    }

    /// <inheritdoc/>
    internal override void Dismiss(NodeId node)
    {
        gate.AssertHeld();
        _waiting[node.Value] = default;
        _waitingNodes = _waitingNodes.Without(node);
    }

    // The interfaces of one node, in its own numbers; what is for a vCPU that nobody runs is for nobody.
    private uint CpusOf(NodeId node, uint interfaces)
    {
        if (!cluster.IsPresent(node)) return 0;
        NodeDescription description = cluster[node];
        return description.FirstVcpu >= GuestGicV2.MaximumInterfaces ? 0 : (interfaces >> (int)description.FirstVcpu) & ((1u << (int)description.PresentCpus) - 1);
    }

    private uint VcpusOf(NodeId node) => ((1u << (int)cluster[node].CpuCount) - 1) << (int)topology.VcpuOf(node, default).Value;

    private void SendTo(NodeId node, int sgi, uint cpus, VcpuId source)
    {
        if (cpus == 0) return;
        if (node == cluster.Self)
        {
            for (uint rest = cpus; rest != 0; rest &= rest - 1) Raise(BitOperations.TrailingZeroCount(rest), (uint)sgi, 1u << (int)source.Value);
            return;
        }
        _waiting[node.Value].Add(sgi, cpus, source);
        _waitingNodes = _waitingNodes.With(node);
        Flush(node);
    }

    private void Raise(int cpu, uint sgi, uint senders) => vcpus[new CpuIndex(cpu)].RaiseSgiFrom(sgi, (byte)senders);
}
