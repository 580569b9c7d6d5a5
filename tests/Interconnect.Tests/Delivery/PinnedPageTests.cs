using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Pages that are sent from where they are, perhaps again, while their node goes on using them.</summary>
public sealed class PinnedPageTests
{
    private static readonly NodeId s_other = new(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_page_that_is_written_before_its_acknowledgement_came_is_sent_again_as_it_was(bool gathers)
    {
        using TestNetwork network = new();
        TestNode[] nodes = Cluster(network, gathers);
        RecordingHandler handler = Listen(nodes[1]);
        List<byte[]> sent = Watch(network, acknowledgesTo: 0);
        PhysicalAddress page = nodes[0].NewPage(7);
        nodes[0].SendPinned(s_other, 0, page);
        network.Run(10);
        nodes[0].Write(page, 8);
        network.Run(200);
        Assert.InRange(sent.Count, 2, 10);
        Assert.All(sent, frame => Assert.Equal(7, frame[^1]));
        Assert.Equal(gathers ? 1ul : 0, nodes[0].Counters[Counter.PinnedPagesCopied]);
        Assert.Equal(Enumerable.Repeat((byte)7, 4096), handler.LastPage);
    }

    [Fact]
    public void A_page_that_comes_back_while_it_is_pinned_lands_in_its_frame_and_the_old_one_is_sent_again()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Cluster(network);
        PhysicalAddress page = nodes[0].NewPage(7);
        byte returned = 0;
        RecordingHandler back = Listen(nodes[0]);
        back.Received = (_, _) => nodes[0].Write(page, returned = back.LastPage[0]);
        Listen(nodes[1]);
        Listen(nodes[2]).Received = (_, number) => nodes[2].SendPinned(NodeId.Leader, number, nodes[2].NewPage(9));
        List<byte[]> sent = Watch(network, acknowledgesTo: 0, from: 1);
        // To node 1, which acknowledges nothing that is heard, and to node 2, which sends it back.
        nodes[0].SendPinned(s_other, 0, page);
        nodes[0].SendPinned(new NodeId(2), 0, page);
        network.Run(200);
        Assert.Equal(9, returned);
        Assert.InRange(sent.Count, 2, 10);
        Assert.All(sent, frame => Assert.Equal(7, frame[^1]));
        Assert.Equal(1ul, nodes[0].Counters[Counter.PinnedPagesCopied]);
    }

    [Fact]
    public void A_page_that_was_answered_is_not_copied_though_the_answer_is_just_being_handled()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Cluster(network);
        PhysicalAddress page = nodes[0].NewPage(7);
        RecordingHandler answers = Listen(nodes[0]);
        answers.Received = (_, _) => nodes[0].Write(page, 8);
        Listen(nodes[1]).Received = (from, number) => nodes[1].Send(from, number);
        nodes[0].SendPinned(s_other, 0, page);
        Assert.True(network.RunUntil(() => answers.From(1).Count == 1));
        Assert.Equal(0ul, nodes[0].Counters[Counter.PinnedPagesCopied]);
    }

    [Fact]
    public void Pages_that_are_taken_for_one_another_are_not_copied_for_one_another()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Cluster(network);
        Listen(nodes[1]);
        PhysicalAddress page = nodes[0].NewPage(7);
        nodes[0].SendPinned(s_other, 0, page);
        PhysicalAddress alike = page + (4096ul << GranuleNumber.Shift);
        Assert.True(nodes[0].Pool.MayBePinned(alike));
        Assert.False(nodes[0].Pool.MayBePinned(page + GranuleNumber.Bytes));
        nodes[0].Messenger.Unpin(alike);
        Assert.Equal(0ul, nodes[0].Counters[Counter.PinnedPagesCopied]);
        Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(s_other)));
        Assert.False(nodes[0].Pool.MayBePinned(page));
    }

    [Fact]
    public void The_interface_is_done_with_a_page_before_it_is_copied()
    {
        using TestNetwork network = new();
        TestNode[] nodes = Cluster(network);
        PhysicalAddress page = nodes[0].NewPage(7);
        nodes[0].Link.HoldsTransmitted = true;
        nodes[0].SendPinned(s_other, 0, page);
        int looks = 0;
        nodes[0].Link.ReclaimCalled = () => nodes[0].Link.HoldsTransmitted = ++looks < 5;
        nodes[0].Write(page, 8);
        Assert.Equal(5, looks);

        // One that never is done is no reason to wait for ever.
        nodes[0].SendPinned(s_other, 0, page);
        nodes[0].Link.HoldsTransmitted = true;
        nodes[0].Link.ReclaimCalled = () => network.Counter.AdvanceMicroseconds(100_000);
        PanicException panic = Assert.Throws<PanicException>(() => nodes[0].Write(page, 9));
        Assert.Contains("the network interface has kept a frame", panic.Message);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0, true)]
    [InlineData(0.2, 0.1, 0, true)]
    [InlineData(0.2, 0.2, 300, true)]
    [InlineData(0.2, 0.2, 300, false)]
    public void Whatever_is_lost_doubled_and_overtaken_pages_arrive_as_they_were_sent(double loss, double duplication, int jitter, bool gathers)
    {
        ulong copied = 0;
        for (int seed = 1; seed <= 5; seed++)
        {
            using TestNetwork network = new(seed);
            network.Ethernet.Loss = loss;
            network.Ethernet.Duplication = duplication;
            network.Ethernet.JitterMicroseconds = jitter;
            TestNode[] nodes = Cluster(network, gathers);
            Random random = new(seed);
            PhysicalAddress[][] pages = [.. nodes.Select(node => Enumerable.Range(0, 4).Select(_ => node.NewPage(0)).ToArray())];
            Dictionary<(int From, uint Number), byte> contents = [];
            RecordingHandler[] handlers = [.. nodes.Select(Listen)];
            foreach (RecordingHandler handler in handlers)
            {
                handler.Received = (from, number) => Assert.True(handler.LastPage.All(value => value == contents[(from.Value, number)]), $"page {number} of {from.Value}, seed {seed}");
            }
            for (uint number = 0; number < 200; number++)
            {
                int from = random.Next(3);
                PhysicalAddress page = pages[from][random.Next(4)];
                contents[(from, number)] = (byte)random.Next(1, 256);
                nodes[from].Write(page, contents[(from, number)]);
                for (int to = 0; to < 3; to++)
                {
                    if (to != from) nodes[from].SendPinned(new NodeId((ushort)to), number, page);
                }
                for (int i = random.Next(6); i > 0; i--) network.Step();
                Assert.True(network.RunUntil(() => nodes.All(node => node.Pool.MayStart)), $"stuck at message {number}, seed {seed}");
            }
            Assert.True(network.RunUntil(() => nodes.All(node => node.Pool.Waiting == 0)), $"messages are missing, seed {seed}");
            Assert.Equal(400, handlers.Sum(handler => handler.From(0).Count + handler.From(1).Count + handler.From(2).Count));
            Assert.All(pages.SelectMany(of => of.Select(page => (of, page))), pair => Assert.False(nodes[Array.IndexOf(pages, pair.of)].Pool.MayBePinned(pair.page)));
            copied += nodes.Aggregate(0ul, (sum, node) => sum + node.Counters[Counter.PinnedPagesCopied]);
        }
        Assert.Equal(gathers, copied > 20);
    }

    private static TestNode[] Cluster(TestNetwork network, bool gathers = true)
    {
        TestNode[] nodes = network.AddCluster(3);
        foreach (TestNode node in nodes) node.Link.Gathers = gathers;
        return nodes;
    }

    /// <summary>Whole frames with a page that go to <paramref name="from"/>, none of whose own reach <paramref name="acknowledgesTo"/>.</summary>
    private static List<byte[]> Watch(TestNetwork network, byte acknowledgesTo, byte from = 1)
    {
        List<byte[]> sent = [];
        network.Ethernet.Filter = frame =>
        {
            if (frame[5] == 1 + from && frame.Length > 4096) sent.Add(frame);
            return frame[11] != 1 + from || frame[5] != 1 + acknowledgesTo;
        };
        return sent;
    }

    private static RecordingHandler Listen(TestNode node)
    {
        RecordingHandler handler = new();
        node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        return handler;
    }
}
