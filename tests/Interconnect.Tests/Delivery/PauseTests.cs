using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Machines that stop and go on: a stopped QEMU, a suspended host.</summary>
public sealed class PauseTests
{
    private const ulong Long = 600_000_000;
    private static readonly NodeId s_other = new(1);

    // The counter runs on; what the timers of a stopped machine missed comes first when it goes on.
    [Fact]
    public void A_node_that_was_stopped_itself_blames_nobody()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[0].Running.Begin();
        network.Run(500);
        network.Ethernet.Loss = 1;
        nodes[0].Send(s_other, 1);
        network.Run(5_000);
        network.Counter.AdvanceMicroseconds(Long);
        network.Ethernet.Loss = 0;
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1, 5_000));
        Assert.Contains(nodes[0].Log.Lines, line => line.StartsWith("Warning: this node did not run for 5999", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_peer_that_is_stopped_for_a_minute_is_named_and_waited_for()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        foreach (TestNode node in nodes) node.Watch.Begin();
        network.Run(30_000);
        nodes[1].Link.IsUnplugged = true;
        for (uint i = 0; i < 20; i++) nodes[0].Send(s_other, i);
        network.Run(9_500);
        Assert.Empty(nodes[0].Log.Lines);
        network.Run(50_500);
        Assert.StartsWith("Warning: node 1 (52:54:00:00:00:02) was not heard of for 1", Assert.Single(nodes[0].Log.Lines));
        nodes[1].Link.IsUnplugged = false;
        Assert.True(network.RunUntil(() => handler.From(0).Count == 20, 2_000));
        network.Run(3_000);
        Assert.Equal(2, nodes[0].Log.Lines.Count);
        Assert.StartsWith("Warning: node 1 is heard of again, after 6", nodes[0].Log.Lines[1]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (uint)i), handler.From(0));
    }

    [Fact]
    public void A_peer_that_nobody_needs_is_named_long_before_it_is_dead()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        foreach (TestNode node in nodes) node.Watch.Begin();
        network.Run(60_000);
        Assert.All(nodes, node => Assert.Empty(node.Log.Lines));
        nodes[2].Link.IsUnplugged = true;
        network.Run(60_000);
        Assert.All(nodes[..2], node => Assert.StartsWith("Warning: node 2 (52:54:00:00:00:03) was not heard of for 1", Assert.Single(node.Log.Lines)));
        Assert.Equal(2, nodes[2].Log.Lines.Count);
    }

    [Fact]
    public void Bring_up_survives_a_stop_of_all_machines_at_each_step()
    {
        using TestNetwork network = new();
        TestNode leader = network.Add(0);
        TestNode member = network.Add(1);
        bool isPausing = false;
        leader.Waits.OnServe = () =>
        {
            network.Step();
            if (isPausing) network.Counter.AdvanceMicroseconds(Long);
            isPausing = !isPausing;
            member.Membership.Advance();
            if (member.Membership.Reached == BringUpStep.Described) member.Membership.ReportReady();
        };
        BringUpOptions options = new() { IsLeader = true, ExpectedNodes = 2 };
        member.Membership.Begin(TestNode.Offer(), new BringUpOptions { ExpectedNodes = 2 });
        leader.Membership.Discover(TestNode.Offer(), options);
        leader.Membership.ReportReadyAndAwaitStart();
        Assert.Equal(BringUpStep.Started, leader.Membership.Reached);
    }

    [Fact]
    public void The_end_of_a_cluster_waits_for_answers_through_a_stop_of_all_machines()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        nodes[1].Waits.OnServe = () =>
        {
            network.Step();
            if (nodes[0].Log.Lines.Count == 1) network.Counter.AdvanceMicroseconds(Long);
        };
        nodes[1].Shutdown.PowerOff();
        Assert.True(network.RunUntil(() => nodes.All(node => node.Firmware.IsOff), 5_000));
        Assert.DoesNotContain(nodes[0].Log.Lines, line => line.Contains("did not answer"));
    }
}
