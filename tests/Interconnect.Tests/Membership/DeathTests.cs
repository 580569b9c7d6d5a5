using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Nodes that die while the guest runs.</summary>
public sealed class DeathTests : GrowingTests
{
    private const int Seeds = 30;

    [Fact]
    public void A_node_that_is_silent_for_too_long_is_dead_for_all_and_its_place_is_free()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        nodes[2].Link.IsUnplugged = true;
        network.Run(65_000);
        Assert.All(views, view => Assert.Empty(view.Deaths));
        network.Run(10_000);
        Assert.All(views[..2], view => Assert.Equal([(place, 1u, false)], view.Deaths));
        Assert.All(nodes[..2], node => Assert.Equal((false, false, false, 3), (node.Cluster.IsPresent(place), node.Cluster.IsConnected(place), node.Cluster.TakesWork(place), node.Cluster.PlacedCount)));
        // What is still sent to it is for nobody.
        nodes[1].Send(place, 1);
        EndBurial(network, nodes[1], 1, 0);
        network.Run(1_000);
        Assert.Empty(views[0].Looks);
        EndBurial(network, nodes[0], 1, 0);
        // All know of it by now, and look once more.
        Assert.True(network.RunUntil(() => views[..2].All(view => view.Looks is [2])));
        EndBurial(network, nodes[0], 2, 0);
        network.Run(1_000);
        Assert.Empty(views[0].Left);
        EndBurial(network, nodes[1], 2, 0);
        Assert.True(network.RunUntil(() => views[..2].All(view => view.Left.Count == 1)));
        Assert.All(nodes[..2], node => Assert.Equal((2, 2u, false), (node.Cluster.PlacedCount, node.Cluster.View, node.Cluster.IsChanging)));
        Assert.Equal(place, network.HostFrames(HostKind.Left, frame => frame.Node).Single());
        // It is none of them any more, and stops by itself.
        Assert.True(nodes[2].Firmware.IsOff);
        Assert.Contains("node 0 has died: it has not answered for 7", nodes[2].Log.Lines[^1], StringComparison.Ordinal);
        Assert.All(nodes[..2], node => Assert.False(node.Firmware.IsOff));
    }

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 1, false)]
    public void Of_two_members_between_which_the_network_fails_one_is_dead_for_all(int from, int to, bool bothWays)
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out _, places: 3);
        nodes = [.. nodes, Newcomer(network, 2)];
        Assert.True(network.RunUntil(() => AllStarted(network) && nodes[0].Cluster.TakesWork(new NodeId(2))));
        RecordingViews[] views = [.. nodes.Select(Watch)];
        nodes[to].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        Cut(network, nodes[from], nodes[to], bothWays);
        nodes[from].Send(new NodeId((ushort)to), 1);
        network.Run(65_000);
        Assert.All(views, view => Assert.Empty(view.Deaths));
        network.Run(15_000);
        NodeId dead = Assert.Single(views[0].Deaths).Node;
        int lives = 3 - dead.Value;
        Assert.Equal(views[0].Deaths, views[lives].Deaths);
        EndBurials(network, [nodes[0], nodes[lives]], [views[0], views[lives]], 1);
        network.Run(80_000);
        Assert.Equal((2, 3u, false), (nodes[0].Cluster.PlacedCount, nodes[0].Cluster.View, nodes[0].Cluster.IsChanging));
        Assert.Equal(nodes.Select(node => node.Cluster.Self == dead), nodes.Select(node => node.Firmware.IsOff));
        Assert.Contains(nodes[0].Log.Lines, line => line.Contains($"Warning: node {dead.Value} has not answered node {lives} for 7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 0)]
    public void Whoever_acknowledges_nothing_is_as_dead_as_whoever_says_nothing(int from, int to)
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        nodes[to].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        Cut(network, nodes[from], nodes[to], bothWays: false);
        nodes[from].Send(new NodeId((ushort)to), 1);
        network.Run(80_000);
        Assert.All(views[..2], view => Assert.Equal(place, Assert.Single(view.Deaths).Node));
        network.Run(80_000);
        Assert.Equal([false, false, true], nodes.Select(node => node.Firmware.IsOff));
    }

    [Fact]
    public void Nodes_die_and_others_take_their_places_over_a_bad_network()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            using TestNetwork network = BadNetwork(seed, random);
            int first = random.Next(1, 4);
            TestNode[] members = Start(network, first, first + 1);
            RecordingViews[] views = [.. members.Select(Watch)];
            NodeId place = new((ushort)first);
            for (int round = 0; round < 3; round++)
            {
                TestNode newcomer = Newcomer(network, first + random.Next(2));
                Assert.True(network.RunUntil(() => AllStarted([newcomer])), $"not started, seed {seed}, round {round}");
                newcomer.Link.IsUnplugged = true;
                network.Nodes.Remove(newcomer);
                // The view in which it is there may not count yet.
                members[0].Views.DeclareDead(place, 0);
                Assert.True(network.RunUntil(() => views.All(view => view.Deaths.Count == round + 1)), $"not all know, seed {seed}");
                EndBurials(network, members, views, (uint)(2 * round) + 1);
                Assert.True(network.RunUntil(() => views.All(view => view.Left.Count == round + 1)), $"not parted, seed {seed}");
                Assert.All(members, node => Assert.Equal((first, true), (node.Cluster.PlacedCount, node.Cluster.HasFreePlace)));
                newcomer.Dispose();
            }
            Assert.All(members, node => Assert.False(node.Firmware.IsOff));
            RequireMessages(network, seed);
        }
    }

    [Fact]
    public void Nobody_has_buried_the_dead_before_what_it_sent_earlier_has_arrived()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 3, out NodeId place);
        RecordingHandler handler = new();
        nodes[2].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        network.Ethernet.Filter = frame => !TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded) || decoded.SourceAddress.Value != nodes[1].Link.Address.Value || decoded.DestinationAddress.Value != nodes[2].Link.Address.Value;
        nodes[1].Send(new NodeId(2), 5);
        nodes[0].Views.DeclareDead(place, 0);
        network.Run(1_000);
        Assert.False(nodes[1].Views.TryEndBurial(1, 0));
        network.Ethernet.Filter = null;
        EndBurial(network, nodes[1], 1, 0);
        Assert.Single(handler.Numbers);
    }

    [Fact]
    public void A_node_that_dies_while_it_leaves_is_waited_for_no_more()
    {
        foreach (DepartureStep reached in (DepartureStep[])[DepartureStep.Drain, DepartureStep.Forget, DepartureStep.Settle])
        {
            using TestNetwork network = new();
            TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
            RecordingViews[] views = [.. nodes.Select(Watch)];
            Assert.True(nodes[0].Views.TryProposeLeave(place));
            network.Run(1_000);
            if (reached != DepartureStep.Drain)
            {
                Assert.True(nodes[2].Views.TryEnd(DepartureStep.Drain, place));
                network.Run(1_000);
            }
            if (reached == DepartureStep.Settle) Assert.True(nodes[1].Views.TryEnd(DepartureStep.Forget, place));
            network.Run(1_000);
            nodes[2].Link.IsUnplugged = true;
            nodes[0].Views.DeclareDead(place, 0);
            Assert.True(network.RunUntil(() => views[..2].All(view => view.Deaths.Count == 1)));
            // Too late.
            nodes[0].Views.TryEnd(DepartureStep.Forget, place);
            EndBurials(network, nodes[..2], views[..2], 1);
            Assert.True(network.RunUntil(() => views[..2].All(view => view.Left.Count == 1)), $"{reached}");
            Assert.All(nodes[..2], node => Assert.Equal((2, false), (node.Cluster.PlacedCount, node.Cluster.IsChanging)));
        }
    }

    [Theory]
    [InlineData(0u, 0, ", and with it 64 MiB of the guest's memory", ", and with it 64 MiB of the guest's memory; lost vCPUs: 0, lost pages of others' memory: 0")]
    [InlineData(0u, 1, "", "; lost vCPUs: 1, lost pages of others' memory: 0")]
    [InlineData(3u, 0, "", "; lost vCPUs: 0, lost pages of others' memory: 3")]
    public void Without_a_node_that_the_guest_needs_all_end_in_order_and_the_host_hears_what_is_lost(uint lostPages, byte vcpus, string needs, string what)
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 2, out NodeId place);
        RecordingViews[] views = [.. nodes.Select(Watch)];
        views[0].Needs = needs;
        views[1].Vcpus = vcpus;
        nodes[2].Link.IsUnplugged = true;
        nodes[0].Views.DeclareDead(place, 71_234);
        Assert.Equal([(place, 1u, needs.Length != 0)], views[0].Deaths);
        Assert.True(network.RunUntil(() => views[1].Deaths.Count == 1));
        EndBurial(network, nodes[0], 1, 0);
        EndBurial(network, nodes[1], 1, lostPages);
        Assert.True(network.RunUntil(() => nodes[..2].All(node => node.Firmware.IsOff)));
        Assert.Equal([(EndReason.NodeLost, $"node 2 has died: it has not answered for 71234 ms{what}")], network.HostFrames(HostKind.Ended, frame => (frame.Reason, Encoding.ASCII.GetString(frame.Text))));
        Assert.Equal(2, network.HostFrames(HostKind.CountersEnd, frame => frame.NodeCount).Single());
    }

    [Fact]
    public void The_host_knows_that_a_machine_has_ended_and_is_told_what_becomes_of_it()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out NodeId place, places: 3);
        RecordingViews views = Watch(nodes[0]);
        nodes[1].Link.IsUnplugged = true;
        Assert.True(HostSays(nodes[0], place, nodes[1].Link.Address));
        Assert.True(HostSays(nodes[0], place, nodes[1].Link.Address));
        Assert.Equal([(place, 1u, false)], views.Deaths);
        Assert.Empty(network.HostFrames(HostKind.Left, frame => frame.Node));
        EndBurials(network, nodes[..1], [views], 1);
        Assert.True(HostSays(nodes[0], place, nodes[1].Link.Address));
        network.Run(1_000);
        Assert.Equal([place, place], network.HostFrames(HostKind.Left, frame => frame.Node));
        Assert.False(HostSays(nodes[0], place, nodes[1].Link.Address, new MacAddress(0x5254_0000_0007)));
        Assert.True(HostSays(nodes[0], NodeId.Leader, nodes[0].Link.Address));
        Assert.Single(views.Deaths);
    }

    [Fact]
    public void A_machine_that_has_taken_the_place_of_one_that_ended_is_not_taken_for_that()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out NodeId place);
        RecordingViews views = Watch(nodes[0]);
        Assert.True(HostSays(nodes[0], place, TestNetwork.Address(7)));
        Assert.Empty(views.Deaths);
        Assert.Equal([TestNetwork.Address(7).Value], network.HostFrames(HostKind.Left, frame => frame.Machine.Value));
    }

    [Fact]
    public void A_machine_that_dies_before_it_is_ready_leaves_its_place_and_one_that_was_told_too_early_starts_again()
    {
        using TestNetwork network = new();
        TestNode[] nodes = StartAndJoin(network, 1, out NodeId place, places: 4);
        TestNode dies = Newcomer(network, 5);
        Assert.True(network.RunUntil(() => Reaches(dies, BringUpStep.Described)));
        dies.Link.IsUnplugged = true;
        network.Nodes.Remove(dies);
        Assert.True(HostSays(nodes[0], dies.Cluster.Self, dies.Link.Address));
        TestNode told = Newcomer(network, 6);
        Assert.True(network.RunUntil(() => Reaches(told, BringUpStep.Described)));
        Assert.Equal(dies.Cluster.Self, told.Cluster.Self);
        nodes[1].Link.IsUnplugged = true;
        nodes[0].Views.DeclareDead(place, 0);
        told.Messenger.Reserve(TestNode.ReservedMessages, TestNode.ReservedPages, told.ContentBytes);
        told.Membership.ReportReady();
        PanicException refused = Assert.Throws<PanicException>(() => network.Run(10_000));
        Assert.Contains("a node has died meanwhile: start the machine again", refused.Message, StringComparison.Ordinal);
        dies.Dispose();
    }

    // Frames from one node to another get lost from now on, and those back if both ways are cut.
    private static void Cut(TestNetwork network, TestNode from, TestNode to, bool bothWays)
    {
        (ulong first, ulong second) = (from.Link.Address.Value, to.Link.Address.Value);
        network.Ethernet.Filter = frame => !TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded)
            || ((decoded.SourceAddress.Value != first || decoded.DestinationAddress.Value != second) && !(bothWays && decoded.SourceAddress.Value == second && decoded.DestinationAddress.Value == first));
    }

    // Sets of nodes have 64 bits: 64 is no other name of the leader.
    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(255)]
    public void The_host_may_name_a_node_that_there_never_was(int number)
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        Assert.True(HostSays(nodes[0], new NodeId((ushort)number), nodes[0].Link.Address));
        Assert.Equal([number], network.HostFrames(HostKind.Left, frame => (int)frame.Node.Value));
    }

    // Once what it had sent before has arrived.
    private static void EndBurial(TestNetwork network, TestNode node, uint burial, uint lostPages) => Assert.True(network.RunUntil(() => node.Views.TryEndBurial(burial, lostPages)));

    // Twice: see IViewWorld.LookAgain.
    private static void EndBurials(TestNetwork network, TestNode[] nodes, RecordingViews[] views, uint burial)
    {
        foreach (TestNode node in nodes) EndBurial(network, node, burial, 0);
        Assert.True(network.RunUntil(() => views.All(view => view.Looks.Contains(burial + 1))));
        foreach (TestNode node in nodes) EndBurial(network, node, burial + 1, 0);
    }

    private static bool HostSays(TestNode leader, NodeId node, MacAddress machine, MacAddress? from = null)
    {
        byte[] frame = new byte[FrameCodec.MaximumPlainFrameBytes];
        FrameHeader header = new() { Kind = (MessageKind)HostKind.MachineEnded, Source = FrameHeader.Unassigned, Destination = FrameHeader.Unassigned, Epoch = leader.Cluster.Epoch };
        HostBody body = new() { Node = node, Machine = machine };
        int length = TestNetwork.Codec.Write(frame, leader.Link.Address, from ?? HostFrame.HostAddress, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<HostBody>(in body)), default);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        Assert.True(TestNetwork.Codec.TryDecode(frame.AsSpan(0, length), out DecodedFrame decoded));
        return new MachineEndings(leader.Receiver, leader.Cluster, leader.Views, leader.Host).TryReceive(in decoded);
    }
}
