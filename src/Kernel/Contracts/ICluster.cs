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

    /// <summary>Whether <paramref name="node"/> is there: it hears what all are told, is waited for, and the guest may use its memory. One that is about to join is; one that is about to leave is not any more, since it runs nothing.</summary>
    bool IsPresent(NodeId node);

    /// <summary>Whether <paramref name="node"/> can be sent to, and answers: one that is about to leave, too, until it has said its last word.</summary>
    bool IsConnected(NodeId node);

    /// <summary>Whether <paramref name="node"/> may be given work: a vCPU to run, say. While a change of view is being agreed on only who is in both views may.</summary>
    bool TakesWork(NodeId node);
}
