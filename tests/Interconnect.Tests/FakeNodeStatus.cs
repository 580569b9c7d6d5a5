namespace Pilevisor.Interconnect.Tests;

/// <summary>A node that is as a test says.</summary>
internal sealed class FakeNodeStatus : INodeStatus
{
    public bool IsKnown { get; set; } = true;

    public NodeStatus Now { get; set; }
}
