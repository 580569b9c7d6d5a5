using System;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Machines that are no members, and know the epoch: it is in every frame.</summary>
public sealed class StrangerTests
{
    private const int Stranger = 9;

    [Fact]
    public void A_strangers_discovery_stops_no_leader_and_is_named_once()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2, 3);
        for (int i = 0; i < 20; i++)
        {
            network.Ethernet.Transmit(Frame(ControlKind.Discover, MacAddress.Broadcast, epoch: 77));
            network.Run(10);
        }
        TestNode last = network.Add(2);
        last.Membership.Begin(TestNode.Offer(), Options(false, 3));
        RequireStart(network);
        Assert.True(nodes[0].Counters[Counter.RejectedFrames] >= 20);
        Assert.Single(nodes[0].Log.Lines, l => l.Contains("52:54:00:00:00:0a looks for members on this network, too"));
    }

    [Fact]
    public void Strangers_are_named_up_to_a_number()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 1, 2);
        for (int i = 0; i < 100; i++) network.Ethernet.Transmit(Frame(ControlKind.Discover, MacAddress.Broadcast, epoch: 77, from: Stranger + i));
        network.Run(10);
        Assert.Equal(Strangers.Capacity + 1, nodes[0].Log.Lines.Count(l => l.Contains("looks for members")));
    }

    // The last frame before the description: there is no further discovery that would bring the member back.
    [Fact]
    public void A_strangers_discovery_leads_no_member_away()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2, 3);
        network.Run(500);
        Assert.Equal(TestNetwork.Epoch, nodes[1].Cluster.Epoch);
        network.Ethernet.Transmit(Frame(ControlKind.Discover, nodes[1].Link.Address, epoch: 77));
        network.Ethernet.Transmit(Frame(ControlKind.Describe, nodes[1].Link.Address, epoch: 77, payload: Description(nodes[1])));
        network.Run(1);
        Assert.Equal(TestNetwork.Epoch, nodes[1].Cluster.Epoch);
        network.Add(2).Membership.Begin(TestNode.Offer(), Options(false, 3));
        RequireStart(network);
        Assert.Contains(nodes[1].Log.Lines, l => l.Contains("52:54:00:00:00:0a looks for members"));
    }

    [Fact]
    public void A_lone_offer_takes_no_place_and_its_nonsense_stops_nobody()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 1, 2);
        NodeOffer fitting = TestNode.Offer();
        NodeOffer nonsense = TestNode.Offer(3, 99);
        NodeOffer other = TestNode.Offer();
        other.CounterFrequencyHz = 5;
        foreach (NodeOffer offer in (NodeOffer[])[nonsense, other, fitting]) network.Ethernet.Transmit(Offer(nodes[0], offer));
        network.Ethernet.Transmit(Frame(ControlKind.Offer, nodes[0].Link.Address, TestNetwork.Epoch, body: new byte[5]));
        network.Run(100);
        Assert.Equal(BringUpStep.Discovering, nodes[0].Membership.Reached);
        network.Add(1).Membership.Begin(TestNode.Offer(), Options(false, 2));
        RequireStart(network);
        Assert.Equal(TestNetwork.Address(1).Value, nodes[0].Cluster[new NodeId(1)].Address.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_strangers_panic_stops_nobody(bool isUp)
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2, isUp ? 2 : 3);
        if (isUp) RequireStart(network);
        network.Run(500);
        network.Ethernet.Transmit(Frame(ControlKind.PanicNotice, MacAddress.Broadcast, TestNetwork.Epoch, source: 1));
        network.Ethernet.Transmit(Frame(ControlKind.PanicNotice, MacAddress.Broadcast, TestNetwork.Epoch));
        network.Run(500);
        Assert.All(nodes, node => Assert.Contains("Warning: 52:54:00:00:00:0a is no member: what it says about this run is ignored", node.Log.Lines));
        Assert.All(nodes, node => Assert.True(node.Counters[Counter.RejectedFrames] >= 2));
    }

    [Fact]
    public void A_members_panic_during_bring_up_stops_all_through_the_leader()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 3, 4);
        network.Run(500);
        nodes[2].Panics.SendLine("boom");
        nodes[2].Panics.Finish();
        nodes[2].Link.IsUnplugged = true;
        PanicException leaders = Assert.Throws<PanicException>(() => network.Run(10));
        Assert.Equal("the node with address 52:54:00:00:00:03 panicked: boom", leaders.Message);
        nodes[0].Panics.SendLine(leaders.Message);
        nodes[0].Panics.Finish();
        nodes[0].Link.IsUnplugged = true;
        PanicException members = Assert.Throws<PanicException>(() => network.Run(10));
        Assert.Equal("the node with address 52:54:00:00:00:01 panicked: the node with address 52:54:00:00:00:03 panicked: boom", members.Message);
    }

    // A guest's time may be moved by its own machines only; of their frames by those in the sequence, and by the exchange that sets it before the guest runs.
    [Theory]
    [InlineData(Stranger, 1, false)]
    [InlineData(Stranger, 0xff, false)]
    [InlineData(1, 1, false)]
    [InlineData(Stranger, 1, true)]
    [InlineData(1, 1, true)]
    public void No_frame_outside_the_sequence_moves_the_time_of_a_guest(int from, int source, bool isUp)
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2, 2);
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described)));
        if (isUp) RequireStart(network);
        for (int kind = 1; kind < 0x80; kind++)
        {
            if (!isUp && from == 1 && kind == (int)ControlKind.TimeRequest) continue;
            if (from == 1 && kind == (int)ControlKind.PanicNotice) continue;
            byte[] frame = Frame((ControlKind)kind, nodes[0].Link.Address, TestNetwork.Epoch, body: new byte[16], source: source, from: from, time: new Cycles(1ul << 60));
            network.Ethernet.Transmit(frame);
        }
        network.Run(10);
        Assert.True(nodes[0].Time.Now < new Cycles(1ul << 50));
        Assert.Equal(0, nodes[0].Time.Steps);
    }

    [Fact]
    public void The_largest_cluster_is_described_in_one_datagram() => Assert.True(NodeId.MaximumNodes * DescribedNode.Bytes <= FrameCodec.DatagramPayloadBytes);

    [Fact]
    public void A_description_that_describes_no_cluster_is_refused()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Begin(network, 2, 3);
        network.Run(500);
        byte[] right = Description(nodes[0], nodes[1]);
        Action<DescribedNode[]>[] mistakes =
        [
            n => n[1].WindowUnits = 0, n => n[1].WindowUnits = uint.MaxValue, n => n[1].MissingUnits = 1, n => n[1].MissingCpus = 1, n => n[1].Address = default, n => n[0].JoinsLater = 1, n => n[1].JoinsLater = 2,
            n => n[1].CpuCount = 0, n => n[1].CpuCount = 17, n => n[0].Address = n[1].Address,
        ];
        foreach (Action<DescribedNode[]> mistake in mistakes)
        {
            DescribedNode[] wrong = MemoryMarshal.Cast<byte, DescribedNode>(right).ToArray();
            mistake(wrong);
            network.Ethernet.Transmit(Frame(ControlKind.Describe, nodes[1].Link.Address, TestNetwork.Epoch, new byte[DescriptionHead.Bytes], MemoryMarshal.AsBytes<DescribedNode>(wrong).ToArray(), from: 0));
        }
        network.Run(10);
        nodes[1].Membership.Advance();
        Assert.Equal((BringUpStep.Offered, (ulong)mistakes.Length), (nodes[1].Membership.Reached, nodes[1].Counters[Counter.RejectedFrames]));
        network.Ethernet.Transmit(Frame(ControlKind.Describe, nodes[1].Link.Address, TestNetwork.Epoch, new byte[DescriptionHead.Bytes], right, from: 0));
        network.Run(10);
        nodes[1].Membership.Advance();
        Assert.Equal(BringUpStep.Described, nodes[1].Membership.Reached);
    }

    [Fact]
    public void Frames_of_every_kind_from_strangers_do_no_harm_at_any_step()
    {
        for (int seed = 1; seed <= 60; seed++)
        {
            using TestNetwork network = new(seed);
            network.Ethernet.Loss = 0.1;
            network.Ethernet.JitterMicroseconds = 300;
            Random random = new(seed);
            TestNode[] nodes = [.. Enumerable.Range(0, 3).Select(i => network.Add(i))];
            for (int i = 0; i < 3; i++)
            {
                nodes[i].Membership.Begin(TestNode.Offer(), Options(i == 0, 3));
                Storm(network, nodes, random);
            }
            bool isDone = false;
            for (int round = 0; round < 200 && !isDone; round++)
            {
                Storm(network, nodes, random);
                foreach (TestNode node in nodes.Where(n => n.Membership.Reached == BringUpStep.Described)) node.Membership.ReportReady();
                isDone = AllReach(network, BringUpStep.Started);
            }
            Assert.True(isDone, $"not started, seed {seed}");
            Assert.All(nodes, node => Assert.Equal(TestNetwork.Epoch, node.Cluster.Epoch));
        }
    }

    private static void Storm(TestNetwork network, TestNode[] nodes, Random random)
    {
        for (int i = 0; i < 20; i++)
        {
            MacAddress to = random.Next(4) == 0 ? MacAddress.Broadcast : nodes[random.Next(nodes.Length)].Link.Address;
            byte[] body = new byte[random.Next(3) switch { 0 => Introduction.Bytes, 1 => NodeOffer.Bytes + Introduction.Bytes, _ => random.Next(129) }];
            byte[] payload = new byte[random.Next(2) == 0 ? 0 : 32 * random.Next(1, 65)];
            if (payload.Length != 0 && body.Length > IMessenger.MaximumBodyBytesWithPage) Array.Resize(ref body, IMessenger.MaximumBodyBytesWithPage);
            random.NextBytes(body);
            random.NextBytes(payload);
            ulong epoch = random.Next(3) switch { 0 => 0, 1 => TestNetwork.Epoch, _ => (ulong)random.NextInt64() };
            Cycles time = new((ulong)random.NextInt64());
            network.Ethernet.Transmit(Frame((ControlKind)random.Next(1, 0x10), to, epoch, body, payload, random.Next(4) == 0 ? 0xff : random.Next(4), Stranger + random.Next(20), time));
            network.Run((ulong)random.Next(5));
        }
    }

    private static TestNode[] Begin(TestNetwork network, int count, int expected)
    {
        TestNode[] nodes = [.. Enumerable.Range(0, count).Select(i => network.Add(i))];
        for (int i = 0; i < count; i++) nodes[i].Membership.Begin(TestNode.Offer(), Options(i == 0, expected));
        return nodes;
    }

    private static BringUpOptions Options(bool isLeader, int count) => new() { IsLeader = isLeader, ExpectedNodes = count, Epoch = TestNetwork.Epoch };

    private static void RequireStart(TestNetwork network)
    {
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Described), 5_000), "not described");
        foreach (TestNode node in network.Nodes) node.Membership.ReportReady();
        Assert.True(network.RunUntil(() => AllReach(network, BringUpStep.Started), 5_000), "not started");
    }

    private static bool AllReach(TestNetwork network, BringUpStep step)
    {
        foreach (TestNode node in network.Nodes) node.Membership.Advance();
        return network.Nodes.All(node => node.Membership.Reached >= step);
    }

    private static byte[] Description(params TestNode[] nodes)
    {
        DescribedNode[] descriptions = new DescribedNode[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            descriptions[i] = new DescribedNode { Address = nodes[i].Link.Address, WindowUnits = 32, CpuCount = 1 };
        }
        return MemoryMarshal.AsBytes<DescribedNode>(descriptions).ToArray();
    }

    private static byte[] Offer(TestNode to, NodeOffer offer)
    {
        Introduction introduction = new() { Ours = 1, Theirs = 2 };
        return Frame(ControlKind.Offer, to.Link.Address, TestNetwork.Epoch, introduction.AsBytes().ToArray(), MemoryMarshal.AsBytes(new ReadOnlySpan<NodeOffer>(in offer)).ToArray());
    }

    private static byte[] Frame(
        ControlKind kind, MacAddress to, ulong epoch, byte[]? body = null, byte[]? payload = null, int source = 0xff, int from = Stranger, Cycles time = default)
    {
        if (kind == ControlKind.Discover) body ??= new byte[Introduction.Bytes];
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        FrameHeader header = new() { Kind = (MessageKind)kind, Source = new NodeId((ushort)source), Destination = FrameHeader.Unassigned, Epoch = epoch, GuestTime = time };
        int length = TestNetwork.Codec.Write(frame, to, TestNetwork.Address(from), in header, body, payload);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }
}
