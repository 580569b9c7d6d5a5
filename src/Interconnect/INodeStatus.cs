namespace Pilevisor.Interconnect;

/// <summary>Knows how this node is.</summary>
public interface INodeStatus
{
    /// <summary>Whether there is anything to know: not before the cluster is described.</summary>
    bool IsKnown { get; }

    /// <summary>How it is now, if that is known.</summary>
    NodeStatus Now { get; }
}
