using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Clusters whose frames are sealed, on networks that lose, repeat, reorder and damage, and on which somebody forges.</summary>
public sealed class SealedNetworkTests
{
    private const string Key = "7f0e1d2c3b4a59687786958473625140a1b2c3d4e5f60718293a4b5c6d7e8f90";
    private const string OtherKey = "7f0e1d2c3b4a59687786958473625140a1b2c3d4e5f60718293a4b5c6d7e8f91";
    private static readonly NodeId s_other = new(1);

    public static TheoryData<Type> Seals => [typeof(AuthenticatedFrames), typeof(EncryptedFrames)];

    [Theory]
    [MemberData(nameof(Seals))]
    public void Pages_arrive_once_and_in_order_over_a_bad_network(Type seal)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            using TestNetwork network = New(seal, seed, seed % 2 == 0 ? () => new JumboFrames() : () => new StandardFrames());
            network.Ethernet.Loss = 0.1;
            network.Ethernet.Duplication = 0.1;
            network.Ethernet.Corruption = 0.05;
            network.Ethernet.JitterMicroseconds = 300;
            (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
            byte[][] pages = [.. Enumerable.Range(0, 40).Select(i => Page(seed, i))];
            handler.Received = (_, number) => Assert.Equal(pages[number], handler.LastPage);
            for (uint i = 0; i < pages.Length; i++)
            {
                nodes[0].Send(s_other, i, pages[i]);
                network.Step();
            }
            Assert.True(network.RunUntil(() => handler.From(0).Count == pages.Length), $"seed {seed}");
            Assert.Equal(Enumerable.Range(0, pages.Length).Select(i => (uint)i), handler.From(0));
        }
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void Standard_frames_stay_within_what_every_Ethernet_carries(Type seal)
    {
        using TestNetwork network = New(seal, 1, () => new StandardFrames());
        int longest = 0;
        network.Ethernet.Filter = frame =>
        {
            longest = Math.Max(longest, frame.Length);
            return true;
        };
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        nodes[0].Send(s_other, 1, Page(1, 1));
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1));
        Assert.InRange(longest, FrameCodec.StandardFrameBytes - FrameHeader.OffsetUnitBytes, FrameCodec.StandardFrameBytes);
        Assert.InRange(FrameCodec.DatagramBytes + FrameSeal.OverheadBytes, 0, FrameCodec.StandardFrameBytes);
    }

    [Theory]
    [InlineData(typeof(AuthenticatedFrames), true)]
    [InlineData(typeof(EncryptedFrames), false)]
    public void What_is_sent_can_be_read_on_the_wire_or_cannot(Type seal, bool isReadable)
    {
        using TestNetwork network = New(seal, 1);
        byte[] page = Page(1, 1);
        bool isSeen = false;
        network.Ethernet.Filter = frame =>
        {
            isSeen |= frame.AsSpan().IndexOf(page.AsSpan(0, 16)) >= 0;
            return true;
        };
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        nodes[0].Send(s_other, 1, page);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1));
        Assert.Equal(isReadable, isSeen);
    }

    // Every frame comes a second time, much later; some frames are the acknowledgements and datagrams that have no sequence number.
    [Theory]
    [MemberData(nameof(Seals))]
    public void Frames_that_are_sent_again_by_somebody_else_change_nothing(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        List<byte[]> heard = [];
        network.Ethernet.Filter = frame =>
        {
            heard.Add([.. frame]);
            return true;
        };
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        for (uint i = 0; i < 50; i++) nodes[0].Send(s_other, i, Page(1, (int)i));
        Assert.True(network.RunUntil(() => handler.From(0).Count == 50 && nodes[0].Delivery.IsIdle(s_other)));
        network.Ethernet.Filter = null;
        ulong[] before = [.. nodes.Select(n => n.Counters[Counter.DuplicateFrames])];
        int sent = nodes.Sum(n => n.Link.SentFrames);
        byte[][] again = [.. heard];
        foreach (byte[] frame in again) network.Ethernet.Transmit(frame);
        network.Run(1);
        Assert.Equal((ulong)again.Length, nodes.Select((n, i) => n.Counters[Counter.DuplicateFrames] - before[i]).Aggregate((a, b) => a + b));
        Assert.Equal(50, handler.From(0).Count);

        // A repeated frame is not even answered.
        Assert.Equal(sent, nodes.Sum(n => n.Link.SentFrames));
    }

    // All that an earlier run of the same machines said, while they come together anew: they do, and take nothing of it.
    [Theory]
    [MemberData(nameof(Seals))]
    public void What_an_earlier_run_said_does_not_count_in_a_later_one(Type seal)
    {
        List<byte[]> heard = [];
        using (TestNetwork earlier = New(seal, 1))
        {
            earlier.Ethernet.Filter = frame =>
            {
                heard.Add([.. frame]);
                return true;
            };
            BringUp(earlier, leads: 0);
            Assert.True(earlier.RunUntil(() => AreDescribed(earlier)));
            RecordingHandler handler = Listen(earlier.Nodes[1]);
            earlier.Nodes[0].Send(s_other, 1, Page(1, 1));
            Assert.True(earlier.RunUntil(() => handler.From(0).Count == 1));
            earlier.Nodes[0].Panics.SendLine("earlier");
            earlier.Nodes[0].Panics.Finish();
        }
        using TestNetwork network = New(seal, 2);
        BringUp(network, leads: 0, 7);
        RecordingHandler later = Listen(network.Nodes[1]);
        for (int i = 0; i < 3; i++)
        {
            foreach (byte[] frame in heard.Where(f => !IsToHost(f))) network.Ethernet.Transmit(frame);
            network.Run(40);
        }
        Assert.True(network.RunUntil(() => AreDescribed(network)));
        Assert.All(network.Nodes, n => Assert.Equal(7ul, n.Cluster.Epoch));
        foreach (byte[] frame in heard.Where(f => !IsToHost(f))) network.Ethernet.Transmit(frame);
        network.Nodes[0].Send(s_other, 2);
        Assert.True(network.RunUntil(() => later.From(0).Count == 1));
        network.Run(100);
        Assert.Equal([2u], later.From(0));
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void Nodes_with_different_keys_do_not_join_and_both_say_so(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        network.Add(0);
        network.Key = OtherKey;
        network.Add(1);
        Begin(network, leads: 0);
        network.Run(5_000);
        Assert.All(network.Nodes, n => Assert.Equal(BringUpStep.Discovering, n.Membership.Reached));
        Assert.Contains(network.Nodes[1].Log.Lines, line => line.Contains("52:54:00:00:00:01 sends frames that were sealed with another key, or changed on the way: give all nodes the same key", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void Who_waited_in_vain_says_whose_frames_it_could_not_open(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        TestNode leader = network.Add(0);
        network.Key = OtherKey;
        TestNode member = network.Add(1);
        leader.Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = true, ExpectedNodes = 2 });
        PanicException panic = Assert.Throws<PanicException>(() => member.Membership.Discover(TestNode.Offer(), new BringUpOptions { BoundMicroseconds = 2_000_000 }));
        Assert.Equal(
            "bring-up: no leader was heard of within 2 s: start the node that has the guest payload, on the same network; "
            + "52:54:00:00:00:01 sends frames that were sealed with another key, or changed on the way: give all nodes the same key",
            panic.Message);
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void A_node_without_security_and_one_with_say_that_they_boot_different_variants(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        TestNode guarded = network.Add(0);
        using TestNetwork plain = new(2);
        TestNode open = plain.Add(1);
        guarded.Link.Arrived = null;
        byte[] ofOpen = FirstFrame(plain, open, leads: true);
        byte[] ofSealed = FirstFrame(network, guarded, leads: true);
        network.Ethernet.Transmit(ofOpen);
        plain.Ethernet.Transmit(ofSealed);
        guarded.Receiver.Poll();
        network.Run(1);
        plain.Run(1);
        guarded.Receiver.Poll();
        Assert.Contains(guarded.Log.Lines, line => line.Contains("52:54:00:00:00:02 sends frames that are not sealed as this image's are", StringComparison.Ordinal));
        Assert.Contains(open.Log.Lines, line => line.Contains("52:54:00:00:00:01 sends sealed frames, and this image's are not", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void The_host_reads_with_the_key_what_nodes_report_panics_too(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        TestNode node = network.Add(0);
        node.Host.Progress(BringUpStep.Discovering);
        node.Panics.SendLine("it went wrong");
        node.Panics.Finish();
        FrameSeal host = new(ClusterKey.Read(Encoding.ASCII.GetBytes(Key))!);
        List<(HostKind, string)> frames = [];
        foreach (byte[] frame in network.Ethernet.Strays)
        {
            Assert.Equal(FrameOpening.Opened, host.Open(frame, default));
            Assert.True(HostFrame.TryDecode(TestNetwork.Codec, frame.AsSpan(FrameSeal.OverheadBytes), out HostFrame decoded));
            frames.Add((decoded.Kind, Encoding.ASCII.GetString(decoded.Text)));
        }
        Assert.Equal([(HostKind.Progress, ""), (HostKind.PanicLine, "it went wrong"), (HostKind.PanicEnd, "")], frames);
    }

    [Theory]
    [MemberData(nameof(Seals))]
    public void The_key_is_gone_from_where_firmware_put_it(Type seal)
    {
        using TestNetwork network = New(seal, 1);
        TestNode node = network.Add(0);
        Assert.Equal(-1, node.BootArchive.IndexOf(Encoding.ASCII.GetBytes(Key[..8])));
    }

    [Theory]
    [InlineData(typeof(EncryptedFrames), null, true, "EncryptedFrames needs a key, and this machine was given none")]
    [InlineData(typeof(AuthenticatedFrames), null, true, "AuthenticatedFrames needs a key, and this machine was given none")]
    [InlineData(typeof(EncryptedFrames), "secret", true, "is no key: a key is 64 hexadecimal digits")]
    [InlineData(typeof(EncryptedFrames), Key, false, "EncryptedFrames needs 32 random bytes")]
    [InlineData(typeof(OpenFrames), Key, true, "was given a key, but its image sends frames that anybody can read and forge")]
    public void What_a_machine_lacks_or_has_for_nothing_is_said_before_a_frame_leaves(Type security, string? key, bool drawsSeed, string problem)
    {
        using TestNetwork network = new() { Security = security, Key = key, DrawsSeed = drawsSeed };
        PanicException panic = Assert.Throws<PanicException>(() => network.Add(0));
        Assert.Contains(problem, panic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key ?? "none at all", panic.Message, StringComparison.Ordinal);
        Assert.Empty(network.Ethernet.Strays);
    }

    // Two machines whose firmware is so simple that it draws the same.
    [Fact]
    public void Machines_with_the_same_random_bytes_seal_differently()
    {
        byte[][] first = [.. Enumerable.Range(0, 2).Select(i =>
        {
            using TestNetwork network = New(typeof(EncryptedFrames), 1);
            TestNode node = network.Add(i);
            node.Host.Progress(BringUpStep.Discovering);
            return network.Ethernet.Strays[0];
        })];
        const int Salt = EthernetHeader.Bytes + 16;
        Assert.NotEqual(first[0][Salt..(Salt + 16)], first[1][Salt..(Salt + 16)]);
    }

    private static byte[] FirstFrame(TestNetwork network, TestNode node, bool leads)
    {
        byte[]? first = null;
        TestNode listener = network.Add(9);
        listener.Link.IsUnplugged = true;
        network.Ethernet.Filter = frame =>
        {
            first ??= [.. frame];
            return false;
        };
        node.Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = leads, ExpectedNodes = 2 });
        network.Run(1);
        network.Ethernet.Filter = null;
        return first!;
    }

    private static bool AreDescribed(TestNetwork network)
    {
        foreach (TestNode node in network.Nodes) node.Membership.Advance();
        return network.Nodes.All(n => n.Membership.Reached == BringUpStep.Described);
    }

    private static bool IsToHost(byte[] frame) => EthernetHeader.Destination(frame).Value == HostFrame.HostAddress.Value;

    private static void BringUp(TestNetwork network, int leads, ulong epoch = 0)
    {
        network.Add(0);
        network.Add(1);
        Begin(network, leads, epoch);
    }

    private static void Begin(TestNetwork network, int leads, ulong epoch = 0)
    {
        foreach ((TestNode node, int i) in network.Nodes.Select((n, i) => (n, i)))
            node.Membership.Begin(TestNode.Offer(), new BringUpOptions { IsLeader = i == leads, ExpectedNodes = 2, Epoch = epoch, Secret = (ulong)network.Seeds.NextInt64() });
    }

    private static (TestNode[] Nodes, RecordingHandler Handler) Cluster(TestNetwork network)
    {
        TestNode[] nodes = network.AddCluster(2);
        return (nodes, Listen(nodes[1]));
    }

    private static RecordingHandler Listen(TestNode node)
    {
        RecordingHandler handler = new();
        node.Messenger.Register(MessageKind.FirstCoherence, MessageShape.Of<uint>().PerhapsUpTo((int)GranuleNumber.Bytes), handler);
        return handler;
    }

    private static byte[] Page(int seed, int number)
    {
        byte[] page = new byte[GranuleNumber.Bytes];
        new Random((seed * 1000) + number).NextBytes(page);
        return page;
    }

    private static TestNetwork New(Type seal, int seed, Func<ITransport>? transport = null) => new(seed) { Security = seal, Key = Key, Transport = transport ?? (() => new JumboFrames()) };
}
