using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class EarlyFrameTests
{
    private const int WarmUp = 10;
    private static readonly NodeId s_other = new(1);

    [Theory]
    [InlineData(2, 0)]
    [InlineData(20, 0, 1, 5, 18)]
    [InlineData(32, 0)]
    [InlineData(90, 0, 10, 11, 40, 60, 61, 62, 85)]
    public void Only_what_is_missing_is_sent_again_and_at_once(int frames, params int[] lost)
    {
        using TestNetwork network = new();
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        LoseOnce(network, lost);
        Cycles begin = network.Counter.Now;
        for (uint i = 0; i < frames; i++)
        {
            nodes[0].Send(s_other, i, [.. Enumerable.Repeat((byte)i, 4096)]);
            if (i % 16 == 15) network.Run(1);
        }
        Assert.True(network.RunUntil(() => handler.From(0).Count == frames));
        Assert.Equal(Enumerable.Range(0, frames).Select(i => (uint)i), handler.From(0));
        Assert.InRange(network.Counter.ToMicroseconds(network.Counter.Now - begin), 0ul, 10_000ul);
        network.Run(1000);
        Assert.Equal((ulong)lost.Length, nodes[0].Counters[Counter.Retransmissions]);
        Assert.Equal(0ul, nodes[1].Counters[Counter.DuplicateFrames]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 4)]
    [InlineData(5, 1, 4)]
    [InlineData(5, 2, 3, 4)]
    public void The_last_frame_is_sent_again_long_before_the_time_out(int frames, params int[] lost)
    {
        using TestNetwork network = new();
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);

        // So that the round trip is known, and that it hardly varies.
        for (uint i = 0; i < WarmUp; i++)
        {
            nodes[0].Send(s_other, 1000);
            Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(s_other)));
        }
        LoseOnce(network, [.. lost.Select(place => place + WarmUp)]);
        Cycles begin = network.Counter.Now;
        for (uint i = 0; i < frames; i++) nodes[0].Send(s_other, i);
        Assert.True(network.RunUntil(() => handler.From(0).Count == frames + WarmUp));
        Assert.Equal(Enumerable.Range(0, frames).Select(i => (uint)i), handler.From(0).Skip(WarmUp));
        Assert.InRange(network.Counter.ToMicroseconds(network.Counter.Now - begin), 0ul, new DeliveryOptions().LeastTimeoutMicroseconds / 2);
        Assert.Equal((ulong)lost.Length, nodes[0].Counters[Counter.Retransmissions]);
    }

    [Fact]
    public void What_is_too_far_ahead_is_asked_for_as_soon_as_its_turn_is_near()
    {
        using TestNetwork network = new();
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        LoseOnce(network, 0);
        Cycles begin = network.Counter.Now;
        for (uint i = 0; i < 100; i++) nodes[0].Send(s_other, i);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 100));
        Assert.InRange(network.Counter.ToMicroseconds(network.Counter.Now - begin), 0ul, 5_000ul);

        // The first, and those that are more than 31 places behind it.
        Assert.Equal(1ul + 100 - 32, nodes[0].Counters[Counter.Retransmissions]);
    }

    [Fact]
    public void A_frame_that_is_kept_waits_for_room_when_its_turn_comes()
    {
        using TestNetwork network = new();
        (TestNode[] nodes, _) = Cluster(network);
        RecordingHandler handler = new();
        nodes[0].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        handler.Received = (_, number) =>
        {
            Assert.True(nodes[0].Pool.MayTake);
            if (number != 0) return;
            while (nodes[0].Pool.MayTake) nodes[0].Send(s_other, 0);
        };
        bool isCut = true;
        LoseOnce(network, frame => !isCut || frame[11] != 1, 0); // what node 0 sends is lost, too, at first
        for (uint i = 0; i < 5; i++) nodes[1].Send(NodeId.Leader, i);
        network.Run(200);
        Assert.Equal([0u], handler.From(1));
        Assert.NotEqual(0ul, nodes[0].Counters[Counter.DeferredFrames]);
        isCut = false;
        Assert.True(network.RunUntil(() => handler.From(1).Count == 5, 5000));
        Assert.Equal([0u, 1, 2, 3, 4], handler.From(1));
    }

    [Fact]
    public void A_page_that_is_kept_arrives_as_it_was_sent_whatever_comes_first() =>
        Prop.ForAll<int, byte, byte>((seed, loss, jitter) => Exchange(seed, loss % 30, jitter)).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Whatever_order_frames_come_in_each_is_taken_once_and_in_its_turn() =>
        Prop.ForAll<int>(seed =>
        {
            const uint Frames = 200;
            Random random = new(seed);
            PeerReceiver receiver = new() { Reach = 1 << random.Next(6) };
            List<uint> taken = [];
            HashSet<uint> kept = [];
            while (taken.Count < Frames)
            {
                uint sequence = (uint)Math.Max(0, taken.Count + random.Next(-3, 45));
                switch (receiver.Accept(sequence, random.Next(4) != 0))
                {
                    case Arrival.InOrder: Take(sequence); break;
                    case Arrival.Early: Assert.True(kept.Add(sequence)); break;
                    case Arrival.Duplicate: Assert.True(kept.Contains(sequence) || (int)(sequence - receiver.Expected) < 0); break;
                    case Arrival.Deferred: Assert.Equal(receiver.Expected, sequence); break;
                    default: Assert.True(sequence - receiver.Expected >= (uint)receiver.Reach); break;
                }
                while (receiver.NextIsKept && receiver.Accept(receiver.Expected, random.Next(4) != 0) == Arrival.InOrder) Take(receiver.Expected - 1);

                // The peer is told of what is kept, and of nothing else.
                for (uint place = receiver.Expected + 1; place != receiver.Expected + 40; place++) Assert.Equal(kept.Contains(place), FrameHeader.HasArrived(receiver.Arrived, place));
            }
            void Take(uint sequence)
            {
                Assert.Equal((uint)taken.Count, sequence);
                taken.Add(sequence);
                kept.Remove(sequence);
            }
        }).QuickCheckThrowOnFailure();

    private static void Exchange(int seed, int lossPercent, int jitter)
    {
        using TestNetwork network = new(seed) { Transport = () => seed % 2 == 0 ? new JumboFrames() : new StandardFrames() };
        network.Ethernet.Loss = lossPercent / 100.0;
        network.Ethernet.Duplication = 0.1;
        network.Ethernet.JitterMicroseconds = jitter;
        (TestNode[] nodes, RecordingHandler handler) = Cluster(network);
        Random random = new(seed);
        byte[][] sent = new byte[40][];
        handler.Received = (_, number) => Assert.Equal(sent[number], handler.LastPage);
        for (uint i = 0; i < sent.Length; i++)
        {
            sent[i] = new byte[random.Next(3) == 0 ? 0 : 4096];
            random.NextBytes(sent[i]);
            nodes[0].Send(s_other, i, sent[i]);
            for (int step = random.Next(8); step > 0; step--) network.Step();
        }
        Assert.True(network.RunUntil(() => handler.From(0).Count == sent.Length), $"{handler.From(0).Count} arrived");
        Assert.Equal(Enumerable.Range(0, sent.Length).Select(i => (uint)i), handler.From(0));
        Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(s_other)));
        network.Run(1000);
        Assert.Equal(sent.Length, handler.From(0).Count);
    }

    private static (TestNode[] Nodes, RecordingHandler Handler) Cluster(TestNetwork network)
    {
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        return (nodes, handler);
    }

    private static void LoseOnce(TestNetwork network, params int[] lost) => LoseOnce(network, _ => true, lost);

    // Loses the first copy of the sequenced frames with these places, and what does not pass.
    private static void LoseOnce(TestNetwork network, Func<byte[], bool> passes, params int[] lost)
    {
        HashSet<uint> left = [.. lost.Select(place => (uint)place)];
        network.Ethernet.Filter = frame =>
            passes(frame) && TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded)
            && ((decoded.Header.Flags & FrameFlags.Sequenced) == 0 || !left.Remove(decoded.Header.Sequence));
    }
}
