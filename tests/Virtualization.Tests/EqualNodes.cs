using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A cluster of nodes with as many CPUs each.</summary>
internal sealed class EqualNodes(int nodes, int cpusPerNode, int self) : ICluster
{
    public NodeId Self => new((byte)self);

    public int NodeCount => nodes;

    public NodeDescription this[NodeId node] => new()
    {
        WindowStart = new GuestPhysicalAddress(0x4000_0000 + ((ulong)node.Value << 29)),
        WindowBytes = 1u << 29,
        CpuCount = (uint)cpusPerNode,
        FirstVcpu = (uint)(node.Value * cpusPerNode),
    };
}
