using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>The simulated cluster as one of its nodes knows it: windows of the same size, one after another.</summary>
/// <param name="options">The cluster.</param>
/// <param name="geometry">How large a page is in its memory.</param>
/// <param name="self">Which node knows it.</param>
internal sealed class SimCluster(SimOptions options, IPageGeometry geometry, NodeId self) : ICluster
{
    public NodeId Self => self;

    public int NodeCount => options.Nodes;

    public bool IsPresent(NodeId node) => true;

    public bool IsConnected(NodeId node) => true;

    public bool TakesWork(NodeId node) => true;

    public NodeDescription this[NodeId node] => new()
    {
        WindowStart = Simulator.Start + (node.Value * WindowBytes),
        WindowBytes = WindowBytes,
        CpuCount = (uint)options.CpusPerNode,
        FirstVcpu = (uint)(node.Value * options.CpusPerNode),
    };

    private ulong WindowBytes => (ulong)options.PagesPerNode * geometry.UnitBytes();
}
