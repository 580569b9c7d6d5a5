using System;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>A node dies, at any moment of its leaving: either its content is known to be lost, or all goes on and is right.</summary>
public sealed class BurialTests(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int Seeds = 12;
    private static readonly NodeId _victim = new(2);

    public static MatrixTheoryData<string, IPageGeometry> Images => DepartureTests.Images;

    public static TheoryData<string> Protocols => [.. ShippedProtocols.Names];

    [Theory]
    [MemberData(nameof(Images))]
    public void What_is_lost_with_a_node_is_known_and_without_loss_all_goes_on(string protocol, IPageGeometry geometry)
    {
        int survived = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            Random random = new(seed);
            using TestNetwork network = new(Nodes, 32, 30, seed, _ => new SequentialPrefetch(), world => ShippedProtocols.Create(protocol, world), geometry);
            TestGuest guest = new(network, geometry, random);
            guest.Use(600, Nodes, Nodes);
            foreach (TestNode node in network.Nodes) node.Windows.Close(_victim);
            guest.Forget(_victim);
            BeginToLeave(network, guest, random.Next(3) * 400);
            if (Bury(network, random) != 0) continue;
            survived++;
            int sent = network.SentToDead;
            guest.Use(600, Nodes - 1, Nodes - 1);
            Assert.Equal(sent, network.SentToDead);
            Replace(network, guest);
            guest.Use(400, Nodes, Nodes);
        }
        output.WriteLine($"{survived} of {Seeds} went on");
        Assert.InRange(survived, protocol == nameof(DynamicOwner) ? 0 : 1, Seeds - 1);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_node_that_has_nothing_is_missed_by_nobody(string protocol)
    {
        using TestNetwork network = new(Nodes, 32, 30, 1, _ => new NoPrefetch(), world => ShippedProtocols.Create(protocol, world));
        TestGuest guest = new(network, new SmallPages(), new Random(1));
        guest.Use(300, Nodes - 1, Nodes - 1);
        Assert.Equal(0u, Bury(network, new Random(1)));
        guest.Use(300, Nodes - 1, Nodes - 1);
        Assert.Equal(0, network.SentToDead);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_the_others_have_under_way_all_the_time_is_not_lost(string protocol)
    {
        using TestNetwork network = new(Nodes, 64, 200, 1, _ => new SequentialPrefetch(), world => ShippedProtocols.Create(protocol, world));
        TestGuest guest = new(network, new SmallPages(), new Random(1));
        guest.Use(300, Nodes - 1, Nodes - 1);
        Assert.Equal(0u, Bury(network, new Random(1), guest));
        guest.Use(300, Nodes - 1, Nodes - 1);
        Assert.Equal(0, network.SentToDead);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_it_wrote_last_is_lost(string protocol)
    {
        using TestNetwork network = new(Nodes, 32, 30, 1, _ => new NoPrefetch(), world => ShippedProtocols.Create(protocol, world));
        network.Nodes[_victim.Value].Write(TestNetwork.Page(0, 5), 7);
        network.Drain();
        Assert.True(Bury(network, new Random(1)) != 0);
        Assert.Contains("1 pages are lost with the dead, and 0 wait", network.Nodes[0].Log.Lines[^1], StringComparison.Ordinal);
    }

    private static void BeginToLeave(TestNetwork network, TestGuest guest, int steps)
    {
        network.Nodes[_victim.Value].Departure.Begin(DepartureStep.Drain, _victim);
        for (int i = 0; i < steps; i++)
        {
            if (i % 8 == 0) guest.Use(1, Nodes - 1, Nodes - 1);
            network.Advance();
        }
    }

    // Each learns of it at another moment, and that all know; and meanwhile the guest may go on.
    private static uint Bury(TestNetwork network, Random random, TestGuest? guest = null)
    {
        network.Kill(_victim);
        TestNode[] living = network.Nodes[..^1];
        foreach (TestNode node in living)
        {
            for (int i = random.Next(6); i > 0; i--) network.Advance();
            network.Know(node.Self);
            node.Departure.GiveUp(_victim);
            node.Burial.Begin(_victim, 1, isNeeded: false);
        }
        Wait(1);
        foreach (TestNode node in living)
        {
            for (int i = random.Next(6); i > 0; i--) network.Advance();
            node.Burial.Look(2);
        }
        Wait(2);
        return (uint)living.Sum(node => node.Steps.Buried.Single(buried => buried.Burial == 2).LostPages);

        void Wait(uint burial)
        {
            for (int i = 0; living.Any(node => node.Steps.Buried.All(buried => buried.Burial != burial)); i++)
            {
                Assert.True(i < 200_000, "a burial does not end");
                guest?.Use(1, Nodes - 1, Nodes - 1);
                if (!network.Advance()) network.Counter.AdvanceMicroseconds(100_000);
            }
        }
    }

    private static void Replace(TestNetwork network, TestGuest guest)
    {
        foreach (TestNode node in network.Nodes[..^1])
        {
            node.Cluster.Gone = NodeSet.Empty.With(_victim);
            node.Departure.End(_victim);
            Assert.False(node.Memory.Contains(TestNetwork.Page(_victim.Value, 0)));
        }
        network.Renew(_victim);
        foreach (TestNode node in network.Nodes[..^1])
        {
            node.Cluster.Gone = NodeSet.Empty;
            node.Windows.Open(_victim);
        }
        guest.Forget(_victim);
    }
}
