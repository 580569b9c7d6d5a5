using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class BringUpTests
{
    [Fact]
    public void Nodes_come_together_in_any_order_over_a_bad_network()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            Random random = new(seed);
            using TestNetwork network = new(seed);
            network.Ethernet.Loss = random.NextDouble() * 0.4;
            network.Ethernet.Duplication = random.NextDouble() * 0.3;
            network.Ethernet.JitterMicroseconds = random.Next(3000);
            int count = random.Next(2, 5);
            int leader = random.Next(count);
            int[] order = Enumerable.Range(0, count).ToArray();
            random.Shuffle(order);
            foreach (int index in order)
            {
                network.Run((ulong)random.Next(2000));
                TestNode node = network.Add(index);
                node.Membership.Begin(TestNode.Offer((ulong)(index + 1) * 32, (ulong)index + 1), Options(index == leader, count));
            }
            Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)), $"not described, seed {seed}");
            foreach (TestNode node in network.Nodes)
            {
                network.Run((ulong)random.Next(1000));
                node.Membership.ReportReady();
            }
            Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Started)), $"not started, seed {seed}");
            foreach (TestNode node in network.Nodes) RequireDescription(node, leader, count);
        }
    }

    [Fact]
    public void Nobody_starts_before_all_are_ready()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 3);
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)));
        nodes[0].Membership.ReportReady();
        nodes[1].Membership.ReportReady();
        network.RunUntil(() => AllReach(network, BringUpStep.Started), 3000);
        Assert.DoesNotContain(nodes, n => n.Membership.Reached == BringUpStep.Started);
        nodes[2].Membership.ReportReady();
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Started), 1000));
    }

    [Fact]
    public void One_node_is_a_cluster_without_a_frame()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(0);
        node.Membership.Discover(TestNode.Offer(512, 2), Options(true, 1));
        Assert.Equal(1, node.Cluster.NodeCount);
        Assert.Equal(NodeId.Leader, node.Cluster.Self);
        Assert.Equal(512ul << 20, node.Cluster[NodeId.Leader].WindowBytes);
        node.Membership.ReportReadyAndAwaitStart();
        Assert.Equal(
            [BringUpStep.Discovering, BringUpStep.Described, BringUpStep.Ready, BringUpStep.Started],
            network.HostFrames(HostKind.Progress, f => f.Step));
        Assert.Equal(0ul, node.Counters.Messages((byte)ControlKind.Discover));
    }

    [Fact]
    public void The_waiting_calls_lead_through_all_steps()
    {
        using TestNetwork network = new();
        TestNode leader = network.Add(0);
        TestNode member = network.Add(1);
        member.Membership.Begin(TestNode.Offer(), Options(false, 2));
        leader.Waits.OnServe = () =>
        {
            network.Step();
            member.Membership.Advance();
            if (member.Membership.Reached == BringUpStep.Described) member.Membership.ReportReady();
        };
        leader.Membership.Discover(TestNode.Offer(), Options(true, 2));
        Assert.Equal(2, leader.Cluster.NodeCount);
        leader.Membership.ReportReadyAndAwaitStart();
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Started), 1000));
        Assert.Equal("Information: bring-up: node 0 of 2 starts", leader.Log.Lines[^1]);
    }

    [Fact]
    public void The_leader_names_who_answered_when_others_did_not()
    {
        using TestNetwork network = new();
        TestNode leader = network.Add(0);
        network.Add(1).Membership.Begin(TestNode.Offer(), Options(false, 3));
        PanicException panic = Assert.Throws<PanicException>(() => leader.Membership.Discover(TestNode.Offer(), Options(true, 3)));
        Assert.Equal("bring-up: after 120 s 1 of 2 members have answered: 52:54:00:00:00:02; start the others, or expect fewer", panic.Message);
        Assert.Contains("Information: bring-up: 1 of 2 members have answered", leader.Log.Lines);
    }

    [Fact]
    public void The_leader_names_who_is_not_ready()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 3);
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)));
        nodes[1].Membership.ReportReady();
        PanicException panic = Assert.Throws<PanicException>(nodes[0].Membership.ReportReadyAndAwaitStart);
        Assert.Equal("bring-up: after 120 s not ready: node 2 (52:54:00:00:00:03)", panic.Message);
    }

    [Fact]
    public void A_member_without_a_leader_says_so()
    {
        using TestNetwork network = new();
        TestNode member = network.Add(1);
        PanicException panic = Assert.Throws<PanicException>(() => member.Membership.Discover(TestNode.Offer(), Options(false, 2)));
        Assert.Contains("no leader was heard of within 120 s", panic.Message);
    }

    [Fact]
    public void Two_leaders_are_refused()
    {
        using TestNetwork network = new();
        network.Add(0).Membership.Begin(TestNode.Offer(), Options(true, 2));
        network.Add(1).Membership.Begin(TestNode.Offer(), Options(true, 2));
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(1000));
        Assert.Contains("two leaders", panic.Message);
    }

    [Fact]
    public void One_node_too_many_hears_that_it_is()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2);
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)));
        TestNode extra = network.Add(2);
        extra.Membership.Begin(TestNode.Offer(), Options(false, 2));

        // A late discovery is all it has ever heard.
        byte[] discovery = Frame(nodes[0], ControlKind.Discover);
        network.Ethernet.Transmit(discovery);
        PanicException panic = Assert.Throws<PanicException>(() => network.RunUntil(() => AllReach(network, BringUpStep.Started), 2000));
        Assert.Contains("without this node (52:54:00:00:00:03)", panic.Message);
        Assert.Contains("Warning: 52:54:00:00:00:03 is refused: the cluster is complete without it", nodes[0].Log.Lines);
    }

    [Fact]
    public void Too_many_answers_at_once_are_a_panic()
    {
        using TestNetwork network = new();
        network.Add(1).Membership.Begin(TestNode.Offer(), Options(false, 2));
        network.Add(2).Membership.Begin(TestNode.Offer(), Options(false, 2));
        network.Add(0).Membership.Begin(TestNode.Offer(), Options(true, 2));
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(50));
        Assert.Contains("is one node more than the 2 expected", panic.Message);
    }

    [Fact]
    public void A_node_that_differs_is_named()
    {
        using TestNetwork network = new();
        NodeOffer other = TestNode.Offer();
        other.Features[3] = 0x10;
        network.Add(1).Membership.Begin(other, Options(false, 2));
        network.Add(0).Membership.Begin(TestNode.Offer(), Options(true, 2));
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(1000));
        Assert.Contains("52:54:00:00:00:02 differs from the leader in feature 3: 0x10 and 0x0", panic.Message);
    }

    [Fact]
    public void A_node_with_another_image_is_named()
    {
        using TestNetwork network = new();
        NodeOffer other = TestNode.Offer();
        other.Features[NodeFeatures.Image] = 0x10;
        network.Add(1).Membership.Begin(other, new BringUpOptions { ExpectedNodes = 2, ImageName = "VirtMsi 10"u8.ToArray() });
        network.Add(0).Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = true, ExpectedNodes = 2, ImageName = "VirtCluster 20"u8.ToArray() });
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(1000));
        Assert.Contains("52:54:00:00:00:02 runs the image VirtMsi 10, the leader VirtCluster 20: all nodes must run the same", panic.Message);
    }

    [Fact]
    public void Odd_sizes_are_refused()
    {
        using TestNetwork network = new();
        NodeOffer odd = TestNode.Offer(3);
        Assert.Throws<PanicException>(() => network.Add(0).Membership.Begin(odd, Options(true, 2)));
        Assert.Throws<PanicException>(() => network.Add(1).Membership.Begin(TestNode.Offer(0), Options(false, 2)));
        Assert.Throws<PanicException>(() => network.Add(2).Membership.Begin(TestNode.Offer(64, 17), Options(true, 2)));
        Assert.Throws<PanicException>(() => network.Add(3).Membership.Begin(TestNode.Offer(), Options(true, 65)));
    }

    [Fact]
    public void A_member_follows_the_leader_of_the_new_run_and_ignores_the_old()
    {
        using TestNetwork network = new();
        TestNode old = network.Add(5);
        TestNode member = network.Add(1);
        member.Membership.Begin(TestNode.Offer(), Options(false, 2));
        old.Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = true, ExpectedNodes = 3, Epoch = 1 });
        network.Run(300);
        Assert.Equal(1ul, member.Cluster.Epoch);
        old.Link.IsUnplugged = true;
        TestNode leader = network.Add(0);
        leader.Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = true, ExpectedNodes = 2, Epoch = 2 });
        TestNode[] cluster = [leader, member];
        Assert.True(network.RunUntil(() => Reach(cluster, BringUpStep.Described)));
        Assert.Equal(2ul, member.Cluster.Epoch);
        old.Link.IsUnplugged = false;
        network.Run(1000);
        Assert.Equal(2ul, member.Cluster.Epoch);
        Assert.Contains(leader.Log.Lines, l => l.Contains("52:54:00:00:00:06 looks for members on this network, too"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(700_000_000, 0)]
    [InlineData(0, 700_000_000)]
    public void Guest_time_agrees_at_the_start(ulong leaderOffset, ulong memberOffset)
    {
        using TestNetwork network = new(3);
        network.Ethernet.JitterMicroseconds = 400;
        TestNode[] nodes = Begin(network, 2);
        nodes[0].Time.Offset = new Cycles(leaderOffset);
        nodes[1].Time.Offset = new Cycles(memberOffset);
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)));
        foreach (TestNode node in nodes) node.Membership.ReportReady();
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Started)));
        long apart = Math.Abs((long)(nodes[0].Time.Now.Value - nodes[1].Time.Now.Value));

        // A frame takes 50 to 450 us, so half the shortest round trip is off by 200 us at most.
        Assert.InRange(apart, 0, 200_000);
        Assert.Contains(nodes[1].Log.Lines, l => l.Contains("guest time set by 8 exchanges"));
    }

    private static TestNode[] Begin(TestNetwork network, int count)
    {
        TestNode[] nodes = Enumerable.Range(0, count).Select(i => network.Add(i)).ToArray();
        for (int i = 0; i < count; i++) nodes[i].Membership.Begin(TestNode.Offer(), Options(i == 0, count));
        return nodes;
    }

    private static BringUpOptions Options(bool isLeader, int count) => new() { IsLeader = isLeader, ExpectedNodes = count };

    private static bool AllReach(TestNetwork network, BringUpStep step) => Reach([.. network.Nodes], step);

    private static bool Reach(TestNode[] nodes, BringUpStep step)
    {
        foreach (TestNode node in nodes) node.Membership.Advance();
        return nodes.All(n => n.Membership.Reached >= step);
    }

    private static void RequireDescription(TestNode node, int leader, int count)
    {
        int[] expected = [leader, .. Enumerable.Range(0, count).Where(i => i != leader)];
        Assert.Equal(count, node.Cluster.NodeCount);
        ulong window = 0x4000_0000;
        uint vcpu = 0;
        for (int i = 0; i < count; i++)
        {
            NodeDescription description = node.Cluster[new NodeId((ushort)i)];
            Assert.Equal(TestNetwork.Address(expected[i]).Value, description.Address.Value);
            Assert.Equal(window, description.WindowStart.Value);
            Assert.Equal((ulong)(expected[i] + 1) << 25, description.WindowBytes);
            Assert.Equal(vcpu, description.FirstVcpu);
            if (description.Address.Value == node.Link.Address.Value) Assert.Equal(i, node.Cluster.Self.Value);
            window += description.WindowBytes;
            vcpu += description.CpuCount;
        }
    }

    private static byte[] Frame(TestNode from, ControlKind kind)
    {
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        FrameHeader header = new() { Kind = (MessageKind)kind, Source = from.Cluster.Self, Destination = FrameHeader.Unassigned, Epoch = from.Cluster.Epoch };
        int length = TestNetwork.Codec.Write(frame, MacAddress.Broadcast, from.Link.Address, in header, new byte[Introduction.Bytes], default);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }
}
