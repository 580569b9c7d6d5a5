using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class RefusalTests
{
    [Fact]
    public void The_right_frame_is_taken()
    {
        (ulong rejected, int received) = Deliver(Valid());
        Assert.Equal(0ul, rejected);
        Assert.Equal(1, received);
    }

    [Fact]
    public void A_frame_of_another_epoch_is_refused()
    {
        FrameHeader header = Valid();
        header.Epoch = TestNetwork.Epoch - 1;
        Refused(header);
    }

    [Fact]
    public void A_frame_for_another_node_is_refused()
    {
        FrameHeader header = Valid();
        header.Destination = new NodeId(1);
        Refused(header);
    }

    [Fact]
    public void A_frame_from_a_node_that_does_not_exist_is_refused()
    {
        FrameHeader header = Valid();
        header.Source = new NodeId(5);
        Refused(header);
        header.Source = FrameHeader.Unassigned;
        Refused(header);
    }

    [Fact]
    public void A_frame_from_the_wrong_machine_is_refused() => Refused(Valid(), fromMachine: 7);

    [Fact]
    public void A_frame_to_another_machine_is_refused() => Refused(Valid(), toMachine: 7);

    // What a switch passes on need not be what Ethernet allows.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(13)]
    public void A_frame_that_is_too_short_to_say_who_sent_it_is_refused(int bytes)
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[0];
        node.Link.Arrive(new byte[bytes]);
        Assert.Equal(1ul, node.Counters[Counter.RejectedFrames]);
    }

    [Fact]
    public void An_acknowledgement_of_what_was_never_sent_changes_nothing()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        FrameHeader header = Valid();
        header.Kind = (MessageKind)ControlKind.Acknowledgement;
        header.Flags = FrameFlags.Acknowledges;
        header.Acknowledgement = 1000;
        Inject(network, header, 1, 0);
        network.Run(10);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        nodes[0].Send(new NodeId(1), 1);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1, 1000));

        // Nor does it hide the right one that follows.
        Assert.True(network.RunUntil(() => nodes[0].Delivery.IsIdle(new NodeId(1)), 1000));
        Assert.Equal(0ul, nodes[0].Counters[Counter.Retransmissions]);
    }

    [Fact]
    public void A_storm_of_random_bytes_does_no_harm()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            byte[] frame = new byte[14 + random.Next(200)];
            random.NextBytes(frame);
            EthernetHeader.Write(frame, TestNetwork.Address(1), TestNetwork.Address(9));
            network.Ethernet.Transmit(frame);
            if (i % 100 == 0) nodes[0].Send(new NodeId(1), (uint)i);
        }
        Assert.True(network.RunUntil(() => handler.From(0).Count == 20, 10_000));
        Assert.Equal(2000ul, nodes[1].Counters[Counter.RejectedFrames]);
        Assert.Equal(0, nodes[1].Link.UnreturnedFrames);
    }

    [Fact]
    public void A_message_nobody_is_registered_for_is_a_panic_that_names_it()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[0].Send(new NodeId(1), 1);
        PanicException panic = Assert.Throws<PanicException>(() => network.Run(10));
        Assert.Contains("node 0 sent a message of kind 0x20 that cannot be: nothing here is registered for its kind: do all nodes run the same image?; body 01000000", panic.Message);
    }

    private static void Refused(FrameHeader header, int fromMachine = 1, int toMachine = 0)
    {
        (ulong rejected, int received) = Deliver(header, fromMachine, toMachine);
        Assert.Equal(1ul, rejected);
        Assert.Equal(0, received);
    }

    private static (ulong Rejected, int Received) Deliver(FrameHeader header, int fromMachine = 1, int toMachine = 0)
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[0];
        RecordingHandler handler = new();
        node.Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handler);
        byte[] frame = Encode(header, fromMachine, toMachine);

        // Straight into the ring: an interface in promiscuous mode, or a switch that floods.
        node.Link.Arrive(frame);
        return (node.Counters[Counter.RejectedFrames], handler.From(1).Count);
    }

    private static FrameHeader Valid() => new()
    {
        Kind = MessageKind.FirstCoherence,
        Source = new NodeId(1),
        Destination = NodeId.Leader,
        Epoch = TestNetwork.Epoch,
        Flags = FrameFlags.Sequenced,
    };

    private static void Inject(TestNetwork network, FrameHeader header, int from, int to) => network.Ethernet.Transmit(Encode(header, from, to));

    private static byte[] Encode(FrameHeader header, int from, int to)
    {
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        uint number = 1;
        ReadOnlySpan<byte> body = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number));
        int length = TestNetwork.Codec.Write(frame, TestNetwork.Address(to), TestNetwork.Address(from), in header, body, default);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }
}
