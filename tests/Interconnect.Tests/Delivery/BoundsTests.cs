using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class BoundsTests
{
    private static readonly NodeId s_other = new(1);

    [Fact]
    public void A_sender_with_more_under_way_than_it_reserved_is_a_panic_that_says_so()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        network.Ethernet.Loss = 1;
        int frames = nodes[0].Pool.FreeSmall;
        Assert.True(frames >= 3 * TestNode.ReservedMessages);
        for (int i = 0; i < frames; i++) nodes[0].Send(s_other, (uint)i);
        PanicException panic = Assert.Throws<PanicException>(() => nodes[0].Send(s_other, 0));
        Assert.Contains($"no room for a message to node 1: {frames} frames to all nodes wait, {frames} of them to it", panic.Message);
    }

    [Fact]
    public void A_node_with_two_thirds_of_its_frames_in_use_takes_nothing_new_until_some_are_acknowledged()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[0].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        network.Ethernet.Filter = frame => frame[11] != 1; // what node 0 sends is lost
        while (nodes[0].Pool.MayTake) nodes[0].Send(s_other, 0);
        for (uint i = 0; i < 20; i++) nodes[1].Send(NodeId.Leader, i);
        network.Run(100);
        Assert.Empty(handler.From(1));
        Assert.NotEqual(0ul, nodes[0].Counters[Counter.DeferredFrames]);
        network.Ethernet.Filter = null;
        Assert.True(network.RunUntil(() => handler.From(1).Count == 20, 1000));
        Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(s_other) && nodes[1].Delivery.IsIdle(NodeId.Leader), 1000));
        Assert.Equal(0, nodes[0].Pool.Waiting);
    }

    [Fact]
    public void Two_nodes_without_room_find_out_of_it()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        for (int node = 0; node < 2; node++)
        {
            RecordingHandler handler = new();
            nodes[node].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        }
        network.Ethernet.Filter = frame => (frame[14 + 38] & 1) != 0; // acknowledgements alone are lost
        for (int node = 0; node < 2; node++)
        {
            while (nodes[node].Pool.MayStart) nodes[node].Send(new NodeId((ushort)(1 - node)), 0);
        }
        network.Run(500);
        network.Ethernet.Filter = null;
        Assert.True(network.RunUntil(() => nodes[0].Pool.Waiting == 0 && nodes[1].Pool.Waiting == 0, 5000));
    }

    [Fact]
    public void A_CPU_that_waits_for_room_is_woken_when_there_is_some()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        while (nodes[0].Pool.MayStart) nodes[0].Send(s_other, 0);
        nodes[0].Processor.Current = new CpuIndex(1);
        nodes[0].Waits.OnServe = () =>
        {
            // Another CPU takes the acknowledgement.
            nodes[0].Processor.Current = new CpuIndex(0);
            network.Step();
            nodes[0].Processor.Current = new CpuIndex(1);
        };
        nodes[0].Messenger.AwaitRoom();
        Assert.True(nodes[0].Pool.MayStart);
        Assert.Equal([1], nodes[0].Controller.Kicks);
    }

    [Fact]
    public void Who_finds_the_way_to_a_node_full_is_told_once_when_it_has_room()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        RecordingRoom told = new();
        nodes[0].Messenger.Register(told);
        for (uint i = 0; i < IMessenger.RoomMessages; i++)
        {
            Assert.True(nodes[0].Messenger.HasRoom(s_other));
            nodes[0].Send(s_other, i);
        }
        Assert.False(nodes[0].Messenger.HasRoom(s_other));
        Assert.True(nodes[0].Messenger.HasRoom(new NodeId(2)));
        Assert.Empty(told.Nodes);
        Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(s_other), 1000));
        Assert.Equal([s_other], told.Nodes);
        Assert.True(nodes[0].Messenger.HasRoom(s_other));
    }

    [Fact]
    public void A_silent_node_is_named_with_how_long()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[1].Link.IsUnplugged = true;
        nodes[0].Send(s_other, 1);
        Cycles begin = network.Counter.Now;
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(180_000));
        Assert.Contains("node 1 (52:54:00:00:00:02) has acknowledged nothing for 16", panic.Message);
        ulong milliseconds = network.Counter.ToMicroseconds(network.Counter.Now - begin) / 1000;
        Assert.InRange(milliseconds, 160_000ul, 161_500ul);
    }

    [Fact]
    public void A_node_without_anything_to_say_may_be_silent_for_ever()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        network.Run(600_000);
        Assert.True(nodes[0].Delivery.IsIdle(s_other));
    }

    [Fact]
    public void Retransmission_backs_off()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[1].Link.IsUnplugged = true;
        nodes[0].Send(s_other, 1);
        network.Run(9_000);

        // 50, 100, 200, 400, 800 ms and then one a second.
        Assert.InRange(nodes[0].Counters[Counter.Retransmissions], 8ul, 14ul);
    }

    [Fact]
    public void A_buffer_in_flight_is_neither_written_nor_sent_again()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[0].Link.HoldsTransmitted = true;
        nodes[1].Link.IsUnplugged = true;
        nodes[0].Send(s_other, 1);
        network.Run(2_000);
        Assert.Equal(0ul, nodes[0].Counters[Counter.Retransmissions]);
        nodes[0].Link.HoldsTransmitted = false;
        network.Run(2_000);
        Assert.NotEqual(0ul, nodes[0].Counters[Counter.Retransmissions]);
    }

    [Fact]
    public void What_a_full_ring_refuses_goes_out_later()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[0].Link.TransmitRing = 4;
        nodes[0].Link.HoldsTransmitted = true;
        for (uint i = 0; i < 20; i++) nodes[0].Send(s_other, i);
        Assert.Equal(4, nodes[0].Link.SentFrames);
        nodes[0].Link.HoldsTransmitted = false;
        Assert.True(network.RunUntil(() => handler.From(0).Count == 20, 1000));
    }

    [Fact]
    public void All_peers_together_do_not_overrun_the_receive_ring()
    {
        using TestNetwork network = new();
        DeliveryOptions options = new() { ReceiveRingFrames = 64 };
        TestNode[] nodes = network.AddCluster(4, options);
        RecordingHandler handler = new();
        nodes[0].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[0].Link.ReceiveRing = 64;
        nodes[0].Link.Arrived = null;
        for (int node = 1; node < 4; node++)
        {
            for (uint i = 0; i < 60; i++) nodes[node].Send(NodeId.Leader, i);
        }
        network.Run(1);
        nodes[0].Link.Arrived = () => nodes[0].Router.Take(nodes[0].Link.Interrupt);
        nodes[0].Receiver.Poll();
        Assert.True(network.RunUntil(() => handler.From(1).Count + handler.From(2).Count + handler.From(3).Count == 180, 1000));
        Assert.Equal(0ul, nodes[1].Counters[Counter.Retransmissions]);
    }

    [Fact]
    public void What_is_too_much_for_one_poll_is_handled_in_the_next()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2, new DeliveryOptions { FramesPerPoll = 3 });
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[1].Link.Arrived = null;
        for (uint i = 0; i < 10; i++) nodes[0].Send(s_other, i);
        network.Run(1);
        nodes[1].Router.Take(nodes[1].Link.Interrupt);
        Assert.Equal(3, handler.From(0).Count);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 10, 1));
    }

    [Fact]
    public void A_link_with_short_frames_is_refused()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(0);
        node.Link.MaximumFrameBytes = 1514;
        PanicException panic = Assert.Throws<PanicException>(node.Delivery.Initialize);
        Assert.Contains("the link carries frames of 1514 bytes, the transport JumboFrames with OpenFrames needs 4202: give the network an MTU of 4188, ", panic.Message);
    }

    [Fact]
    public void Bodies_and_pages_have_their_sizes()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        Assert.Throws<PanicException>(() => nodes[0].Messenger.Send(s_other, MessageKind.FirstCoherence, new byte[129]));
        Assert.Throws<PanicException>(() => nodes[0].Messenger.Send(s_other, MessageKind.FirstCoherence, default, new byte[100]));
        Assert.Throws<PanicException>(() => nodes[0].Messenger.Send(NodeId.Leader, MessageKind.FirstCoherence, default));
        Assert.Throws<PanicException>(() => nodes[0].Messenger.Send(new NodeId(2), MessageKind.FirstCoherence, default));
    }

    [Fact]
    public void A_kind_has_one_handler()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(0);
        node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler());
        PanicException panic = Assert.Throws<PanicException>(() => node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, new RecordingHandler()));
        Assert.Equal("messages of kind 32 already have a handler", panic.Message);
    }
}
