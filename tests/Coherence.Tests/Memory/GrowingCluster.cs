using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Two nodes of four units' windows from 0x4000_0000, and places for two more, on boundaries of 128 MiB with their footholds behind.</summary>
internal sealed class GrowingCluster(NodeId self, ulong windowBytes) : ICluster
{
    /// <summary>Which of the places have been taken.</summary>
    public NodeSet Joined { get; set; } = NodeSet.Empty.With(new NodeId(0)).With(new NodeId(1));

    public NodeId Self => self;

    public int NodeCount => 4;

    public NodeDescription this[NodeId node] => new()
    {
        Address = new MacAddress(Joined.Contains(node) ? 0x5254_0000_0001ul + node.Value : 0),
        WindowStart = Start(node.Value),
        WindowBytes = windowBytes,
        MissingBytes = node.Value == 3 ? windowBytes / 2 : 0,
        CpuCount = 1,
        FirstVcpu = node.Value,
        JoinsLater = node.Value > 1,
    };

    public bool IsPresent(NodeId node) => Joined.Contains(node);

    public bool IsConnected(NodeId node) => Joined.Contains(node);

    public bool TakesWork(NodeId node) => Joined.Contains(node);

    private GuestPhysicalAddress Start(ushort node) => new(node < 2 ? 0x4000_0000 + (node * windowBytes) : 0x4800_0000 + (ulong)((node - 2) << 27));
}
