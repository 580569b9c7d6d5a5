using System;
using System.Runtime.InteropServices;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>Another machine of the cluster, which the test plays: it brings the node up as it should, and from then on sends what the test has it send, in its own sequence and sealed as its image seals.</summary>
internal sealed class FuzzedPeer : IDisposable
{
    private const ulong Introduced = 0x1234_5678;
    private const int DescriptionHeadBytes = 8;

    private static readonly FrameCodec s_codec = new(FuzzedParts.Check);

    private readonly FakePhysicalMemory _memory = new(4ul << 20);
    private readonly FakeLink _link;
    private readonly IFrameSecurity _security;
    private readonly FrameBuffer _buffer;
    private readonly FakeEthernet _ethernet;
    private readonly MacAddress _victim;
    private readonly FakeCounter _counter;

    // What the node has sent, up to here.
    private uint _heard;

    /// <param name="node">Which it is.</param>
    /// <param name="variant">The image.</param>
    /// <param name="counter">The time.</param>
    /// <param name="ethernet">The wire.</param>
    public FuzzedPeer(int node, FuzzedVariant variant, FakeCounter counter, FakeEthernet ethernet)
    {
        Node = new NodeId((ushort)node);
        _ethernet = ethernet;
        _counter = counter;
        _victim = FuzzedNode.Address(variant.Self);
        _link = ethernet.Attach(FuzzedNode.Address(node));
        _link.ReceiveRing = 4096;
        Bootargs hardware = variant.NewHardware(_memory, _link.Address);
        _security = variant.NewSecurity(_link, new BootFiles(hardware, _memory), new BootSeed(hardware));
        _security.Initialize(_memory);
        _buffer = new FrameBuffer(_memory, _link.HeadroomBytes, FrameCodec.MaximumFrameBytes);
    }

    public NodeId Node { get; }

    public MacAddress Address => _link.Address;

    /// <summary>The last message of the node to this one: what it may await an answer to.</summary>
    public RecordedMessage? Heard { get; private set; }

    /// <summary>The node was told all that comes before the start.</summary>
    public bool IsDescribed { get; private set; }

    /// <summary>A header as this machine writes it, with the place in the sequence where the node expects it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="sequence">That place.</param>
    /// <param name="epoch">What the two have agreed on.</param>
    public FrameHeader NewHeader(MessageKind kind, uint sequence, ulong epoch = FuzzedNode.Epoch) => new()
    {
        Kind = kind,
        Source = Node,
        Destination = new NodeId((ushort)(_victim.Value - FuzzedNode.Address(0).Value)),
        Epoch = epoch,
        Sequence = sequence,
        Acknowledgement = _heard,
        Flags = FrameFlags.Sequenced | FrameFlags.Acknowledges,
        GuestTime = _counter.Now,
    };

    /// <summary>A datagram's header.</summary>
    public FrameHeader NewDatagram(MessageKind kind) => new() { Kind = kind, Source = Node, Destination = FrameHeader.Unassigned, Epoch = FuzzedNode.Epoch };

    /// <summary>Sends a frame, sealed, which arrives at once.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">Its body.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="change">What is done to its bytes before they are sealed.</param>
    public void Send(in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload, Action<byte[]>? change = null)
    {
        _buffer.Length = s_codec.Write(_buffer.Bytes, _victim, Address, in header, body, payload);
        s_codec.Seal(_buffer.Bytes[.._buffer.Length]);
        if (change is not null)
        {
            byte[] bytes = _buffer.Bytes[.._buffer.Length].ToArray();
            change(bytes);
            bytes.CopyTo(_buffer.Bytes);
        }
        _security.TryTransmit(_buffer);
        _link.ReclaimTransmitted();
        _ethernet.DeliverDue();
    }

    /// <summary>Takes what the node has sent, and while it comes up answers.</summary>
    /// <returns>How many frames those were.</returns>
    public int Drain()
    {
        int frames = 0;
        while (_link.TryReceive(out ReceivedFrame received))
        {
            frames++;
            if (_security.Open(in received, out ReceivedFrame opened) == FrameOpening.Opened && s_codec.TryDecode(opened.Bytes, opened.Rest, out DecodedFrame frame)) Take(in frame);
            _link.Return(received);
        }
        return frames;
    }

    /// <summary>Says again what a machine says until it is answered.</summary>
    public void Repeat()
    {
        if (Node == NodeId.Leader && IsDescribed) SendDecision();
        else if (Node == NodeId.Leader) SendDatagram(ControlKind.Discover, new Introduction { Ours = 0 }, default);
        else if (IsDescribed) SendDatagram(ControlKind.Ready, default, default);
    }

    public void Dispose() => _memory.Dispose();

    private void Take(in DecodedFrame frame)
    {
        if ((frame.Header.Flags & FrameFlags.Sequenced) != 0)
        {
            if (frame.Header.Sequence == _heard) _heard++;
            Heard = new RecordedMessage(frame.Header.Kind, frame.Body.ToArray(), frame.Payload.ToArray());
            return;
        }
        switch ((ControlKind)frame.Header.Kind)
        {
            case ControlKind.Discover:
                SendOffer(0);
                break;
            case ControlKind.Challenge when MemoryMarshal.Read<Introduction>(frame.Body) is { Theirs: Introduced } challenge:
                SendOffer(challenge.Ours);
                break;
            case ControlKind.Describe:
                IsDescribed = true;
                break;
            case ControlKind.Offer when Node == NodeId.Leader:
                TakeOffer(MemoryMarshal.Read<Introduction>(frame.Body));
                break;
            case ControlKind.TimeRequest when Node == NodeId.Leader:
                Send(NewDatagram((MessageKind)ControlKind.TimeReply) with { GuestTime = _counter.Now }, frame.Body, default);
                break;
            case ControlKind.Ready when Node == NodeId.Leader:
                Send(NewDatagram((MessageKind)ControlKind.Start), default, default);
                break;
        }
    }

    private void TakeOffer(Introduction offer)
    {
        if (offer.Theirs != Introduced)
        {
            SendDatagram(ControlKind.Challenge, new Introduction { Ours = Introduced, Theirs = offer.Ours }, default);
            return;
        }
        if (IsDescribed) return;
        IsDescribed = true;
        DescribedNode[] nodes = new DescribedNode[FuzzedNode.Places];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = new DescribedNode { Address = FuzzedNode.Address(i), WindowUnits = (uint)(FuzzedNode.WindowBytes >> 21), CpuCount = FuzzedNode.Cpus };
        nodes[^1].Address = default;
        nodes[^1].WindowUnits = (uint)(NodeDescription.BlockBytes >> 21);
        nodes[^1].JoinsLater = 1;
        Send(NewDatagram((MessageKind)ControlKind.Describe), stackalloc byte[DescriptionHeadBytes], MemoryMarshal.AsBytes(nodes.AsSpan()));
    }

    private void SendOffer(ulong theirs)
    {
        NodeOffer offer = FuzzedNode.Offer;
        byte[] payload = [.. MemoryMarshal.AsBytes(new ReadOnlySpan<NodeOffer>(in offer)), .. Encoding.ASCII.GetBytes("fuzzed")];
        SendDatagram(ControlKind.Offer, new Introduction { Ours = Introduced, Theirs = theirs }, payload);
    }

    // The first in its sequence, again and again as long as the node comes up.
    private void SendDecision()
    {
        byte isCarried = 1;
        Send(NewHeader((MessageKind)TlbMessage.Decision, 0), new ReadOnlySpan<byte>(in isCarried), default);
    }

    private void SendDatagram(ControlKind kind, Introduction introduction, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> body = kind == ControlKind.Ready ? default : MemoryMarshal.AsBytes(new ReadOnlySpan<Introduction>(in introduction));
        Send(NewDatagram((MessageKind)kind), body, payload);
    }
}
