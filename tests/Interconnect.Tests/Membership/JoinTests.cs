using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Nodes that join while the guest runs.</summary>
public sealed class JoinTests : GrowingTests
{
    private const int Seeds = 60;

    [Fact]
    public void Nodes_join_a_running_cluster_over_a_bad_network()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            using TestNetwork network = BadNetwork(seed, random);
            int first = random.Next(1, 4);
            int most = first + random.Next(1, 4);
            Start(network, first, most);
            List<TestNode> newcomers = [];
            for (int i = first; i < most; i++)
            {
                // Several at once, now and then.
                if (random.Next(2) == 0) network.Run((ulong)random.Next(3000));
                newcomers.Add(Newcomer(network, i));
            }
            Assert.True(network.RunUntil(() => AllStarted(network)), $"not started, seed {seed}");
            Assert.True(network.RunUntil(() => network.Nodes.All(n => n.Cluster.PlacedCount == most && !n.Cluster.IsChanging)), $"not of one view, seed {seed}");
            foreach (TestNode node in network.Nodes) Assert.Equal((uint)(most - first), node.Cluster.View);
            RequireMessages(network, seed);
        }
    }

    // 3 h, in nanoseconds: a machine that has been on for long before it joins, or one that has just been switched on.
    [Theory]
    [InlineData(0, 10_800_000_000_000)]
    [InlineData(10_800_000_000_000, 0)]
    public void A_guest_that_runs_does_not_leap_to_the_counter_of_a_machine_that_joins(ulong clusterAhead, ulong newcomerAhead)
    {
        using TestNetwork network = new(3);
        network.Ethernet.JitterMicroseconds = 400;
        TestNode[] cluster = [network.Add(0), network.Add(1)];
        foreach (TestNode node in cluster) node.Time.Offset = new Cycles(clusterAhead);
        for (int i = 0; i < cluster.Length; i++) cluster[i].Membership.Begin(TestNode.Offer(), Options(i == 0, cluster.Length, 3));
        Assert.True(network.RunUntil(() => AllStarted(network)));
        TestNode newcomer = Newcomer(network, 2);
        newcomer.Time.Offset = new Cycles(newcomerAhead);
        Assert.True(network.RunUntil(() => AllStarted(network) && cluster.All(node => node.Cluster.TakesWork(new NodeId(2)))));
        RequireMessages(network, 3);

        // All simulated machines count the same: what is more than that and the cluster's start is a leap, of 450 us at most, which a frame takes.
        foreach (TestNode node in network.Nodes) Assert.InRange((long)node.Time.Offset.Value, (long)clusterAhead - 450_000, (long)clusterAhead + 450_000);
        Assert.Equal(newcomerAhead > 0, newcomer.Log.Lines.Any(line => line.Contains("counter is 10800 s ahead of the guest's time", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_newcomer_may_be_given_work_only_once_all_have_accepted_its_view()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 3, 4);
        NodeId place = new(3);
        TestNode newcomer = Newcomer(network, 3);
        bool wasPresentEarly = false;
        Assert.True(network.RunUntil(() =>
        {
            newcomer.Membership.Advance();
            if (newcomer.Membership.Reached == BringUpStep.Described) newcomer.Membership.ReportReady();
            bool isPresent = cluster.All(node => node.Cluster.IsPresent(place));
            foreach (TestNode node in cluster)
            {
                wasPresentEarly |= node.Cluster.IsPresent(place) && !node.Cluster.TakesWork(place);
                Assert.True(isPresent || !node.Cluster.TakesWork(place), "a node gives the newcomer work before all count it in");
            }
            return cluster.All(node => node.Cluster.TakesWork(place)) && newcomer.Membership.Reached == BringUpStep.Started;
        }));
        Assert.True(wasPresentEarly);
        Assert.Equal([(3, 4)], network.HostFrames(HostKind.Joined, frame => ((int)frame.Node.Value, frame.NodeCount)));
    }

    [Fact]
    public void A_newcomer_that_dies_before_it_is_ready_costs_nobody_anything()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 2, 3);
        TestNode dead = Newcomer(network, 2);
        Assert.True(network.RunUntil(() => Reaches(dead, BringUpStep.Described)));
        dead.Link.IsUnplugged = true;
        network.Run(200_000);
        Assert.All(cluster, node => Assert.Equal((2, 0u), (node.Cluster.PlacedCount, node.Cluster.View)));
        TestNode other = Newcomer(network, 3);
        Assert.True(network.RunUntil(() => AllStarted([.. cluster, other])));
        Assert.Contains(cluster[0].Log.Lines, line => line.Contains("52:54:00:00:00:03, which was about to join as node 2, was not ready after 120 s: its place is free again"));
        Assert.Equal(new NodeId(2), other.Cluster.Self);
    }

    [Fact]
    public void Who_has_more_than_there_is_room_for_is_told_so()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 1, 2);
        TestNode large = network.Add(5);
        large.Membership.Begin(TestNode.Offer(1024, 2), new BringUpOptions());
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(5000));
        Assert.Equal("bring-up: the leader 52:54:00:00:00:01 does not let this node join: it has 2 CPUs and gives 1024 MiB, and room was kept for 1 and 128 MiB", panic.Message);
        Assert.Contains("Warning: 52:54:00:00:00:06 wants to join and cannot; it was told why", cluster[0].Log.Lines);
    }

    [Fact]
    public void Who_runs_another_image_is_told_so_and_the_cluster_goes_on()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 2, 3);
        NodeOffer offer = TestNode.Offer();
        offer.Features[NodeFeatures.Image] = 7;
        TestNode other = network.Add(5);
        other.Membership.Begin(offer, new BringUpOptions { ImageName = "VirtMsi 10"u8.ToArray() });
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(5000));
        Assert.Contains("does not let this node join: 52:54:00:00:00:06 runs the image VirtMsi 10, the leader : all nodes must run the same", panic.Message);
        Assert.All(cluster, node => Assert.Equal(2, node.Cluster.PlacedCount));
    }

    [Fact]
    public void Whatever_a_machine_offers_the_cluster_goes_on()
    {
        NodeOffer[] odd = [TestNode.Offer(0), TestNode.Offer(64, 0), TestNode.Offer(64, 17), TestNode.Offer() with { MemoryBytes = (64 << 20) + 4096 }, TestNode.Offer() with { MemoryBytes = ulong.MaxValue << 21 }];
        foreach (NodeOffer offer in odd)
        {
            using TestNetwork network = new();
            TestNode[] cluster = Start(network, 2, 3);
            // A machine that is right looks at what it offers first.
            network.Ethernet.Rewrite = frame => Offering(frame, offer);
            Newcomer(network, 5);
            PanicException panic = Assert.Throws<PanicException>(() => network.RunUntil(() => AllStarted(network), 5000));
            Assert.Contains("does not let this node join: 52:54:00:00:00:06 ", panic.Message);
            Assert.All(cluster, node => Assert.Equal((2, 0u), (node.Cluster.PlacedCount, node.Cluster.View)));
        }
    }

    [Fact]
    public void A_cluster_without_room_asks_nobody()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 2, 2);
        ulong asked = cluster[0].Counters.Messages((byte)ControlKind.Discover);
        network.Run(20_000);
        Assert.Equal(asked, cluster[0].Counters.Messages((byte)ControlKind.Discover));
    }

    [Fact]
    public void The_address_of_a_node_that_is_there_does_not_join_again()
    {
        using TestNetwork network = new();
        TestNode[] cluster = Start(network, 2, 3);
        cluster[1].Link.IsUnplugged = true;
        TestNode again = Newcomer(network, 1);
        network.RunUntil(() => Reaches(again, BringUpStep.Described), 5000);
        Assert.Equal((BringUpStep.Offered, 2), (again.Membership.Reached, cluster[0].Cluster.PlacedCount));
        Assert.Contains(cluster[0].Log.Lines, line => line.Contains("52:54:00:00:00:02 wants to join, and is the address of a node that is there"));
    }

    [Fact]
    public void What_a_newcomer_has_less_than_its_place_is_missing_on_every_node()
    {
        using TestNetwork network = new();
        NodeOffer leader = TestNode.Offer(256, 4);
        TestNode first = network.Add(0);
        first.Membership.Begin(in leader, Options(true, 1, 2));
        Assert.True(network.RunUntil(() => AllStarted(network)));
        TestNode newcomer = network.Add(1);
        newcomer.Membership.Begin(TestNode.Offer(128, 3), new BringUpOptions());
        Assert.True(network.RunUntil(() => AllStarted(network)));
        foreach (TestNode node in network.Nodes)
        {
            NodeDescription place = node.Cluster[new NodeId(1)];
            Assert.Equal((4u, 3u, 256ul << 20, 128ul << 20, true), (place.CpuCount, place.PresentCpus, place.WindowBytes, place.PresentBytes, place.JoinsLater));
            Assert.Equal(0x5000_0000ul, place.WindowStart.Value);
        }
    }

    private static byte[] Offering(byte[] frame, NodeOffer offer)
    {
        if (!TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded) || (ControlKind)decoded.Header.Kind != ControlKind.Offer) return frame;
        byte[] payload = decoded.Payload.ToArray();
        MemoryMarshal.Write(payload, in offer);
        byte[] changed = new byte[FrameCodec.MaximumFrameBytes];
        int length = TestNetwork.Codec.Write(changed, decoded.DestinationAddress, decoded.SourceAddress, in decoded.Header, decoded.Body, payload);
        TestNetwork.Codec.Seal(changed.AsSpan(0, length));
        return changed[..length];
    }
}
