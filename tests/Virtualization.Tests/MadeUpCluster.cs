using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A cluster of equal nodes, windows of 512 MiB side by side from 0x40000000.</summary>
internal sealed class MadeUpCluster(int nodes, uint cpusPerNode, byte self = 0, ulong windowBytes = 512ul << 20) : ICluster
{
    public NodeId Self => new(self);

    public int NodeCount => nodes;

    /// <summary>The places that nobody has taken, the last ones.</summary>
    public NodeSet Free { get; set; } = NodeSet.Empty;

    /// <summary>How many vCPUs of each place there is no CPU for.</summary>
    public uint MissingCpus { get; set; }

    /// <summary>Those whose view does not count yet.</summary>
    public NodeSet Proposed { get; set; } = NodeSet.Empty;

    public bool IsPresent(NodeId node) => !Free.Contains(node);

    public bool IsConnected(NodeId node) => !Free.Contains(node);

    public bool TakesWork(NodeId node) => !Free.Contains(node) && !Proposed.Contains(node);

    public NodeDescription this[NodeId node] => new()
    {
        Address = new MacAddress(0x5254_0000_0000 + (ulong)node.Value),
        WindowStart = new GuestPhysicalAddress(0x4000_0000 + (node.Value * windowBytes)),
        WindowBytes = windowBytes,
        CpuCount = cpusPerNode,
        FirstVcpu = node.Value * cpusPerNode,
        MissingCpus = node == Self ? 0 : MissingCpus,
        JoinsLater = Free.Contains(node),
    };
}
