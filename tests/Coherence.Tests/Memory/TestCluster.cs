using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>A cluster whose windows lie one behind the other from 0x4000_0000.</summary>
internal sealed class TestCluster(NodeId self, int nodes, ulong windowBytes) : ICluster
{
    /// <summary>Who has left.</summary>
    public NodeSet Gone { get; set; } = NodeSet.Empty;

    public NodeId Self => self;

    public int NodeCount => nodes;

    public bool IsPresent(NodeId node) => !Gone.Contains(node);

    public bool IsConnected(NodeId node) => !Gone.Contains(node);

    public bool TakesWork(NodeId node) => !Gone.Contains(node);

    public NodeDescription this[NodeId node] => new()
    {
        WindowStart = new GuestPhysicalAddress(0x4000_0000 + (node.Value * windowBytes)),
        WindowBytes = windowBytes,
        CpuCount = 1,
    };
}
