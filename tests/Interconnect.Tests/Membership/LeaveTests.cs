using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Nodes that leave while the guest runs.</summary>
public sealed class LeaveTests : GrowingTests
{
    private const int Seeds = 40;

    [Fact]
    public void Nodes_join_and_leave_again_and_again_over_a_bad_network()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            using TestNetwork network = BadNetwork(seed, random);
            int first = random.Next(1, 4);
            TestNode[] members = Start(network, first, first + 1);
            RecordingViews[] views = [.. members.Select(Watch)];
            NodeId place = new((ushort)first);
            uint freeFrames = 0;
            for (int round = 0; round < 4; round++)
            {
                // Another machine each time, some with the address of one that was there.
                TestNode newcomer = Newcomer(network, first + random.Next(2));
                Assert.True(network.RunUntil(() => AllStarted([newcomer])), $"not started, seed {seed}, round {round}");
                RecordingViews its = Watch(newcomer);
                Assert.True(network.RunUntil(() => members.All(node => node.Cluster.TakesWork(place))), $"not of one view, seed {seed}");
                Leave(network, [.. members, newcomer], [.. views, its], place, seed);
                Assert.True(newcomer.Firmware.IsOff);
                newcomer.Link.IsUnplugged = true;
                network.Nodes.Remove(newcomer);
                newcomer.Dispose();
                Assert.All(members, node => Assert.Equal((first, 2 * (uint)(round + 1), true), (node.Cluster.PlacedCount, node.Cluster.View, node.Cluster.HasFreePlace)));
                network.Run(5_000);
                uint free = (uint)members.Sum(node => node.Pool.FreeSmall);
                if (round > 0) Assert.Equal(freeFrames, free);
                freeFrames = free;
            }
            Assert.Equal(Enumerable.Repeat(first, 4), network.HostFrames(HostKind.Left, frame => (int)frame.Node.Value).TakeLast(4));
        }
    }

    [Fact]
    public void A_node_that_leaves_is_given_nothing_and_answers_until_all_have_forgotten_it()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        Assert.True(nodes[0].Views.TryProposeLeave(place));
        Assert.False(nodes[0].Views.TryProposeLeave(place));
        Assert.True(network.RunUntil(() => views.All(view => view.Leaving.Count == 1)));
        Assert.All(nodes, node => Assert.Equal((false, false, true), (node.Cluster.IsPresent(place), node.Cluster.TakesWork(place), node.Cluster.IsConnected(place))));
        Assert.Equal([(DepartureStep.Drain, place)], views[2].Steps);
        network.Run(2_000);
        Assert.Empty(views[0].Steps);

        // Whoever has something under way with it does not forget it yet.
        Assert.True(nodes[2].Views.TryEnd(DepartureStep.Drain, place));
        Assert.True(network.RunUntil(() => views[..2].All(view => view.Steps.Count == 1)));
        views[1].IsBusy = true;
        Assert.True(nodes[0].Views.TryEnd(DepartureStep.Forget, place));
        Assert.False(nodes[1].Views.TryEnd(DepartureStep.Forget, place));
        network.Run(2_000);
        Assert.Single(views[2].Steps);
        views[1].IsBusy = false;
        Assert.True(nodes[1].Views.TryEnd(DepartureStep.Forget, place));
        Assert.True(network.RunUntil(() => views[2].Steps.Count == 2));
        Assert.Equal((DepartureStep.Settle, place), views[2].Steps[1]);
        Assert.All(nodes[..2], node => Assert.Equal(3, node.Cluster.PlacedCount));
        Assert.True(nodes[2].Views.TryEnd(DepartureStep.Settle, place));
        Assert.True(network.RunUntil(() => views[..2].All(view => view.Left.Count == 1)));
        Assert.All(nodes[..2], node => Assert.Equal((2, false), (node.Cluster.PlacedCount, node.Cluster.IsConnected(place))));
        Assert.True(network.RunUntil(() => nodes[2].Firmware.IsOff));
        Assert.Equal(0ul, nodes[0].Cluster[place].Address.Value);
        Assert.Equal(2, network.HostFrames(HostKind.Left, frame => frame.NodeCount).Single());
        Assert.Contains(place.Value, network.HostFrames(HostKind.Counters, frame => frame.Node.Value));
    }

    // The start is no message, and the next view may come first.
    [Fact]
    public void A_node_that_is_to_leave_before_it_has_heard_the_start_leaves_like_any_other()
    {
        using TestNetwork network = new();
        TestNode[] nodes = [.. Start(network, 1, 2), Newcomer(network, 1)];
        NodeId place = new(1);
        network.Ethernet.Filter = frame => !TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded) || decoded.Header.Kind != (MessageKind)ControlKind.Start;
        Assert.True(network.RunUntil(() => Reaches(nodes[1], BringUpStep.Described)));
        RecordingViews[] views = [.. nodes.Select(Watch)];
        Assert.True(network.RunUntil(() => AllStarted([nodes[1]]) || nodes[0].Cluster.TakesWork(place)));
        Assert.Equal(BringUpStep.Ready, nodes[1].Membership.Reached);
        Assert.True(nodes[0].Views.TryProposeLeave(place));
        EndSteps(network, nodes, views, place, DepartureStep.Settle);
        Assert.True(network.RunUntil(() => AllStarted([nodes[1]]) && views[0].Left.Count == 1 && nodes[1].Firmware.IsOff));
    }

    [Fact]
    public void The_last_word_is_enough_even_if_nobody_says_that_it_arrived()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        Assert.True(nodes[0].Views.TryProposeLeave(place));
        EndSteps(network, nodes, views, place, DepartureStep.Forget);
        Assert.True(network.RunUntil(() => views[1].Steps.Count == 2));
        // Nothing reaches the node any more.
        nodes[1].Views.TryEnd(DepartureStep.Settle, place);
        network.Ethernet.Rewrite = frame => TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded) && decoded.DestinationAddress.Value == nodes[1].Link.Address.Value ? new byte[64] : frame;
        Assert.True(network.RunUntil(() => views[0].Left.Count == 1));
        Assert.True(network.RunUntil(() => nodes[1].Firmware.IsOff));
    }

    [Fact]
    public void No_node_leaves_while_a_machine_is_about_to_join()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out NodeId place, places: 3);
        TestNode newcomer = Newcomer(network, 5);
        Assert.True(network.RunUntil(() => Reaches(newcomer, BringUpStep.Described)));
        Assert.False(nodes[0].Views.TryProposeLeave(place));
        Assert.True(network.RunUntil(() => AllStarted(network) && nodes[0].Cluster.PlacedCount == 3 && !nodes[0].Cluster.IsChanging));
        Assert.True(nodes[0].Views.TryProposeLeave(place));
    }

    [Fact]
    public void Who_was_there_from_the_beginning_cannot_leave()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Start(network, 2, 3);
        Assert.Equal([false, false, false], Enumerable.Range(0, 3).Select(node => nodes[0].Cluster.CanLeave(new NodeId((ushort)node))));
    }

    [Fact]
    public void The_guests_end_ends_a_node_that_is_about_to_leave_too()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        Assert.True(nodes[0].Views.TryProposeLeave(place));
        Assert.True(network.RunUntil(() => views.All(view => view.Leaving.Count == 1)));
        nodes[0].Shutdown.OnEndRequest(EndReason.PowerOff);
        Assert.True(network.RunUntil(() => nodes.All(node => node.Firmware.IsOff), 100_000));
        Assert.Equal([0, 1, 2], network.HostFrames(HostKind.Counters, frame => (int)frame.Node.Value).Distinct().Order());
    }

    private static void Leave(TestNetwork network, TestNode[] nodes, RecordingViews[] views, NodeId place, int seed)
    {
        foreach (RecordingViews view in views)
        {
            view.Steps.Clear();
            view.Left.Clear();
        }
        Assert.True(network.RunUntil(() => nodes[0].Views.TryProposeLeave(place)));
        EndSteps(network, nodes, views, place, DepartureStep.Settle);
        Assert.True(network.RunUntil(() => views[..^1].All(view => view.Left.Count == 1) && nodes[^1].Firmware.IsOff, 100_000), $"not left, seed {seed}");
    }

    // Each node takes its steps at once, up to the last one.
    private static void EndSteps(TestNetwork network, TestNode[] nodes, RecordingViews[] views, NodeId place, DepartureStep last)
    {
        int[] ended = new int[nodes.Length];
        int expected = last == DepartureStep.Settle ? nodes.Length + 1 : nodes.Length;
        Assert.True(network.RunUntil(() =>
        {
            for (int i = 0; i < nodes.Length; i++)
            {
                if (ended[i] < views[i].Steps.Count && ended.Sum() < expected && nodes[i].Views.TryEnd(views[i].Steps[ended[i]].Step, place)) ended[i]++;
            }
            return ended.Sum() == expected;
        }, 100_000));
    }
}
