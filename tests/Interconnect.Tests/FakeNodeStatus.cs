namespace Pilevisor.Interconnect.Tests;

/// <summary>A node that is as a test says.</summary>
internal sealed class FakeNodeStatus : INodeStatus
{
    public NodeStatus Now { get; set; }
}
