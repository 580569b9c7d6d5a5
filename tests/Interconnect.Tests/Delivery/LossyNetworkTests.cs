using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class LossyNetworkTests
{
    [Theory]
    [InlineData(2, 0.0, 0.0, 0)]
    [InlineData(2, 0.1, 0.1, 0)]
    [InlineData(2, 0.0, 0.0, 400)]
    [InlineData(2, 0.3, 0.2, 200)]
    [InlineData(3, 0.1, 0.1, 100)]
    [InlineData(4, 0.2, 0.1, 300)]
    public void Every_message_arrives_once_and_in_order(int nodeCount, double loss, double duplication, int jitter)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            using TestNetwork network = new(seed);
            network.Ethernet.Loss = loss;
            network.Ethernet.Duplication = duplication;
            network.Ethernet.JitterMicroseconds = jitter;
            TestNode[] nodes = network.AddCluster(nodeCount);
            RecordingHandler[] handlers = nodes.Select(Listen).ToArray();
            const uint Messages = 200;
            for (uint number = 0; number < Messages; number++)
            {
                foreach (TestNode node in nodes) SendToAll(node, nodeCount, number);
                for (int i = 0; i < 3; i++) network.Step();

                // As the layers above: no more under way than the queue holds.
                Assert.True(network.RunUntil(() => nodes.All(n => Behind(handlers, n, number) < 32)), $"stuck at message {number}, seed {seed}");
            }
            Assert.True(network.RunUntil(() => nodes.All(n => Behind(handlers, n, Messages) == 0)), $"messages are missing, seed {seed}");
            uint[] expected = Enumerable.Range(0, (int)Messages).Select(i => (uint)i).ToArray();
            foreach ((RecordingHandler handler, int to) in handlers.Select((h, i) => (h, i)))
            {
                for (int from = 0; from < nodeCount; from++)
                {
                    if (from != to) Assert.True(expected.SequenceEqual(handler.From(from)), $"from {from} to {to}, seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void Without_loss_nothing_is_sent_twice()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = Listen(nodes[1]);
        for (uint i = 0; i < 500; i++)
        {
            nodes[0].Send(new NodeId(1), i);
            Assert.True(network.RunUntil(() => handler.From(0).Count == i + 1));
        }
        network.Run(1000);
        Assert.Equal(0ul, nodes[0].Counters[Counter.Retransmissions]);
        Assert.Equal(0ul, nodes[1].Counters[Counter.DuplicateFrames]);
        Assert.Equal(500ul, nodes[0].Counters.Messages((byte)MessageKind.FirstCoherence));
        Assert.True(nodes[0].Delivery.IsIdle(new NodeId(1)));

        // Nothing is outstanding, so nothing wakes anybody any more.
        Assert.False(network.Step());
    }

    [Fact]
    public void Request_and_reply_need_no_frames_of_acknowledgement_but_the_last()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler replies = Listen(nodes[0]);
        Listen(nodes[1]).Received = (from, number) => nodes[1].Send(from, number);
        for (uint i = 0; i < 100; i++)
        {
            nodes[0].Send(new NodeId(1), i);
            Assert.True(network.RunUntil(() => replies.From(1).Count == i + 1));
        }
        network.Run(100);
        ulong acknowledgements = nodes[0].Counters.Messages((byte)ControlKind.Acknowledgement) + nodes[1].Counters.Messages((byte)ControlKind.Acknowledgement);
        Assert.Equal(1ul, acknowledgements);
    }

    // It had something to send again, and finds the acknowledgement when it runs: the network interface's interrupt is taken before the timer's. What it sends then is lost.
    [Fact]
    public void A_cpu_that_did_not_run_when_it_should_have_sends_again_what_is_lost_next()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = Listen(nodes[1]);
        handler.Received = (from, number) => nodes[1].Send(from, number);
        nodes[0].Send(new NodeId(1), 1);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1));
        handler.Received = null;
        Listen(nodes[0]).Received = (from, _) => nodes[0].Send(from, 2);
        network.Ethernet.Filter = FirstCopyIsLost();
        network.Counter.AdvanceMicroseconds(100_000);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 2, milliseconds: 500));
    }

    // The clock was read when the first of several frames was taken: what was sent since, and is acknowledged by the last of them, was sent later than that.
    [Fact]
    public void A_frame_that_is_acknowledged_before_its_senders_clock_has_gone_on_says_nothing_of_the_round_trip()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = Listen(nodes[1]);
        handler.Received = (from, number) => nodes[1].Send(from, number);
        Listen(nodes[0]).Received = (from, number) =>
        {
            if (number != 1) return;
            Action? arrived = nodes[0].Link.Arrived;
            nodes[0].Link.Arrived = null;
            network.Counter.AdvanceMicroseconds(2_000);
            nodes[0].Send(from, 2);
            for (int crossing = 0; crossing < 2; crossing++)
            {
                network.Counter.AdvanceMicroseconds(60);
                network.Ethernet.DeliverDue();
            }
            nodes[0].Link.Arrived = arrived;
        };
        nodes[0].Send(new NodeId(1), 0);
        network.Run(10);
        nodes[1].Send(new NodeId(0), 1);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 2));
        network.Run(10);
        network.Ethernet.Filter = FirstCopyIsLost();
        nodes[0].Send(new NodeId(1), 3);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 3, milliseconds: 100));
    }

    [Fact]
    public void A_page_arrives_as_it_was_when_it_was_sent()
    {
        using TestNetwork network = new();
        network.Ethernet.Filter = FirstCopyIsLost();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = Listen(nodes[1]);
        byte[] page = Enumerable.Range(0, 4096).Select(i => (byte)(i * 7)).ToArray();
        byte[] sent = (byte[])page.Clone();
        nodes[0].Send(new NodeId(1), 1, page);
        Array.Clear(page);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1));
        Assert.Equal(sent, handler.LastPage);
        Assert.Equal(1ul, nodes[0].Counters[Counter.Retransmissions]);
        Assert.Equal(14ul + 52 + 40 + 4096, nodes[0].Counters.MessageBytes((byte)MessageKind.FirstCoherence));
    }

    [Fact]
    public void Pages_arrive_as_they_were_sent_over_a_network_that_flips_bits()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            using TestNetwork network = new(seed);
            network.Ethernet.Corruption = 0.1;
            network.Ethernet.JitterMicroseconds = 100;
            TestNode[] nodes = network.AddCluster(2);
            RecordingHandler[] handlers = [.. nodes.Select(Listen)];
            byte[] page = new byte[4096];
            Random random = new(seed);
            for (uint number = 0; number < 300; number++)
            {
                random.NextBytes(page);
                nodes[0].Send(new NodeId(1), number, page);
                nodes[1].Send(NodeId.Leader, number);
                Assert.True(network.RunUntil(() => handlers[1].From(0).Count == number + 1 && handlers[0].From(1).Count == number + 1), $"stuck at message {number}, seed {seed}");
                Assert.True(page.AsSpan().SequenceEqual(handlers[1].LastPage), $"page {number} arrived as another, seed {seed}");
            }
            network.Run(1000);

            // One that is damaged is refused, and counted, whatever it was.
            ulong rejected = nodes[0].Counters[Counter.RejectedFrames] + nodes[1].Counters[Counter.RejectedFrames];
            Assert.Equal((ulong)network.Ethernet.CorruptedFrames, rejected);
            Assert.InRange(network.Ethernet.CorruptedFrames, 60, 200);
        }
    }

    [Fact]
    public void A_gap_is_filled_without_waiting_for_the_timeout()
    {
        using TestNetwork network = new();
        network.Ethernet.Filter = FirstCopyIsLost();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = Listen(nodes[1]);
        Cycles begin = network.Counter.Now;
        nodes[0].Send(new NodeId(1), 0);
        nodes[0].Send(new NodeId(1), 1);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 2));
        Assert.True(network.Counter.ToMicroseconds(network.Counter.Now - begin) < 1000);
    }

    [Fact]
    public void Guest_time_never_runs_backwards_along_a_chain_of_messages()
    {
        using TestNetwork network = new(7);
        network.Ethernet.Loss = 0.2;
        network.Ethernet.JitterMicroseconds = 200;
        TestNode[] nodes = network.AddCluster(3);
        nodes[1].Time.Offset = new Cycles(5_000_000);
        ulong last = 0;
        int hops = 0;
        for (int i = 0; i < 3; i++)
        {
            TestNode node = nodes[i];
            NodeId next = new((ushort)((i + 1) % 3));
            Listen(node).Received = (_, number) =>
            {
                Assert.True(node.Time.Now.Value >= last, "guest time went backwards");
                last = node.Time.Now.Value;
                if (++hops < 60) node.Send(next, number);
            };
        }
        nodes[0].Send(new NodeId(1), 1);
        Assert.True(network.RunUntil(() => hops == 60));
        Assert.True(nodes[2].Time.Steps > 0);
    }

    private static Func<byte[], bool> FirstCopyIsLost()
    {
        bool lost = false;
        return _ =>
        {
            bool pass = lost;
            lost = true;
            return pass;
        };
    }

    private static RecordingHandler Listen(TestNode node)
    {
        RecordingHandler handler = new();
        node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        return handler;
    }

    private static void SendToAll(TestNode node, int nodeCount, uint number)
    {
        for (int to = 0; to < nodeCount; to++)
        {
            if (to != node.Cluster.Self.Value) node.Send(new NodeId((ushort)to), number);
        }
    }

    // How many of the first messages from this node are still missing at the receiver that has the fewest.
    private static int Behind(RecordingHandler[] handlers, TestNode from, uint messages)
    {
        int self = from.Cluster.Self.Value;
        return (int)messages - handlers.Where((_, i) => i != self).Min(h => h.From(self).Count);
    }
}
