namespace Pilevisor.Kernel;

/// <summary>
/// The cluster as bring-up agreed on it; asking before is a panic. How many nodes it can have and what place each has in the guest's machine is fixed from then on. Which of them are there changes with its views: a node
/// whose place was kept free may join while the guest runs.
/// </summary>
public interface ICluster
{
    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>How many nodes there can be: 1 to <see cref="NodeId.MaximumNodes"/>. Tables have room for so many.</summary>
    int NodeCount { get; }

    /// <summary>What <paramref name="node"/> contributes, or may contribute once it is there.</summary>
    NodeDescription this[NodeId node] { get; }

    /// <summary>Whether <paramref name="node"/> is there: it hears what all are told, and is waited for. While a change of view is being agreed on, whoever is in either view is there.</summary>
    bool IsPresent(NodeId node);

    /// <summary>Whether the guest may use the memory of <paramref name="node"/>: it is in the view that is being agreed on, or in the one that counts if none is.</summary>
    bool HasMemory(NodeId node);

    /// <summary>Whether <paramref name="node"/> may be given work: a vCPU to run, say. While a change of view is being agreed on only who is in both views may.</summary>
    bool TakesWork(NodeId node);
}
