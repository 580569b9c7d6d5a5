namespace Pilevisor.Kernel;

/// <summary>The cluster as bring-up agreed on it. Fixed from then on; asking before is a panic.</summary>
public interface ICluster
{
    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>How many nodes there are: 1 to <see cref="NodeId.MaximumNodes"/>.</summary>
    int NodeCount { get; }

    /// <summary>What <paramref name="node"/> contributes.</summary>
    NodeDescription this[NodeId node] { get; }
}
