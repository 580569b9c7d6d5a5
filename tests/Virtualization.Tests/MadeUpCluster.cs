using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A cluster of equal nodes, windows of 512 MiB side by side from 0x40000000.</summary>
internal sealed class MadeUpCluster(int nodes, uint cpusPerNode, byte self = 0, ulong windowBytes = 512ul << 20) : ICluster
{
    public NodeId Self => new(self);

    public int NodeCount => nodes;

    public bool IsPresent(NodeId node) => true;

    public bool TakesWork(NodeId node) => true;

    public NodeDescription this[NodeId node] => new()
    {
        Address = new MacAddress(0x5254_0000_0000 + (ulong)node.Value),
        WindowStart = new GuestPhysicalAddress(0x4000_0000 + (node.Value * windowBytes)),
        WindowBytes = windowBytes,
        CpuCount = cpusPerNode,
        FirstVcpu = node.Value * cpusPerNode,
    };
}
