using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>A node leaves while others go on reading and writing: nothing is lost, nobody needs it afterwards, and another takes its place.</summary>
public sealed class DepartureTests
{
    private const int Nodes = 3;
    private const int Seeds = 4;
    private static readonly NodeId _leaver = new(2);

    public static MatrixTheoryData<string, IPageGeometry> Images { get; } = new(ShippedProtocols.Names, [new SmallPages(), new Units16K(), new AdaptiveUnits()]);

    [Theory]
    [MemberData(nameof(Images))]
    public void Nothing_is_lost_and_nobody_needs_a_node_that_has_left(string protocol, IPageGeometry geometry)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            using TestNetwork network = new(Nodes, 32, 30, seed, _ => new SequentialPrefetch(), world => ShippedProtocols.Create(protocol, world), geometry);
            TestGuest guest = new(network, geometry, new Random(seed));
            guest.Use(2000, Nodes, Nodes);
            Leave(network, guest);
            guest.Use(1000, Nodes - 1, Nodes - 1);
            Join(network, guest);
            guest.Use(1000, Nodes, Nodes);
            Leave(network, guest);
            guest.Use(200, Nodes - 1, Nodes - 1);
        }
    }

    [Fact]
    public void What_the_guest_has_given_back_is_no_RAM_any_more()
    {
        using TestNetwork network = new(2);
        GranuleNumber page = TestNetwork.Page(1, 3);
        TestNode node = network.Nodes[0];
        node.Write(page, 5);
        node.Windows.Close(new NodeId(1));
        Assert.False(node.Memory.Contains(page));
        Assert.True(node.Memory.Contains(TestNetwork.Page(0, 3)));
        // A CPU that had asked before it was closed finds nothing, and makes its access again.
        Assert.Throws<PanicException>(() => node.Memory.Resolve(TestNetwork.Page(1, 4), AccessKind.Read));
        Assert.Equal(5ul, node.Read(page));
    }

    // As the views have it: the node drains, the others forget it, it settles, and then it is not there any more.
    private static void Leave(TestNetwork network, TestGuest guest)
    {
        foreach (TestNode node in network.Nodes) node.Windows.Close(_leaver);
        Run([network.Nodes[_leaver.Value]], DepartureStep.Drain, network, guest);
        // What was sent before it said so is here before that.
        network.AdvanceUntil(() => !network.IsSpokenTo(_leaver));
        Run(network.Nodes[..^1], DepartureStep.Forget, network, guest);
        network.AdvanceUntil(() => !network.IsSpokenTo(_leaver));
        Run([network.Nodes[_leaver.Value]], DepartureStep.Settle, network, guest);
        Assert.False(network.IsSpokenTo(_leaver), "something is on its way to or from a node that leaves");
        network.Gone = _leaver;
        foreach (TestNode node in network.Nodes[..^1])
        {
            node.Cluster.Gone = NodeSet.Empty.With(_leaver);
            node.Departure.End(_leaver);
            Assert.False(node.Memory.Contains(TestNetwork.Page(_leaver.Value, 0)));
            for (uint frame = 1; frame <= node.Frames.Count; frame++)
                Assert.False(node.Frames.TryGetPage(frame, out PageNumber page) && page.Value >= TestNetwork.Page(_leaver.Value, 0).Value, "a frame holds a page of a node that has left");
        }
        guest.Forget(_leaver);
    }

    private static void Run(IReadOnlyList<TestNode> nodes, DepartureStep step, TestNetwork network, TestGuest guest)
    {
        foreach (TestNode node in nodes)
        {
            node.Steps.Ended.Clear();
            node.Departure.Begin(step, _leaver);
        }
        for (int i = 0; nodes.Any(node => node.Steps.Ended.Count == 0); i++)
        {
            Assert.True(i < 20_000, $"{step} does not end");
            guest.Use(1, Nodes - 1, Nodes - 1);
            network.Advance();
        }
        foreach (TestNode node in nodes) Assert.Equal([(step, _leaver)], node.Steps.Ended);
    }

    private static void Join(TestNetwork network, TestGuest guest)
    {
        network.Renew(_leaver);
        foreach (TestNode node in network.Nodes[..^1])
        {
            node.Cluster.Gone = NodeSet.Empty;
            node.Windows.Open(_leaver);
        }
        guest.Forget(_leaver);
    }
}
