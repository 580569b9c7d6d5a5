namespace Pilevisor.Interconnect;

/// <summary>Knows how this node is.</summary>
public interface INodeStatus
{
    /// <summary>How it is now.</summary>
    NodeStatus Now { get; }
}
