using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <content>What members send whose headers say anything, and what they send outside the sequence.</content>
internal sealed partial class FuzzedLife
{
    private void SendHeader(FuzzedPeer peer)
    {
        FrameHeader header = Next(peer, Kind());
        for (int i = _random.Next(1, 3); i > 0; i--)
        {
            ulong number = _bodies.Number();
            switch (_random.Next(9))
            {
                case 0: header.Source = new NodeId((byte)number); break;
                case 1: header.Destination = new NodeId((byte)number); break;
                case 2: header.Epoch += number; break;
                case 3: header.Sequence += (uint)number; break;
                case 4: header.Acknowledgement += (uint)number; break;
                case 5: header.Kept = (uint)number; break;
                case 6: header.Flags ^= (FrameFlags)number; break;
                case 7: header.ContentOffset = (int)(number & 0xffff) << 6; break;
                default: header.GuestTime = new Cycles(number); break;
            }
        }
        byte[] payload = _random.Next(4) == 0 ? Content(FrameCodec.MaximumPayloadBytes) : [];
        byte[] body = _bodies.New(header.Kind, BodyLength(header.Kind, payload.Length != 0));
        bool liesAboutLength = _random.Next(8) == 0;
        _last = $"header of node {peer.Node.Value}: {Describe(in header)} body {Convert.ToHexString(body)}, payload {payload.Length}, lies about its length: {liesAboutLength}";
        _kind = header.Kind;
        peer.Send(in header, body, payload, liesAboutLength ? Lie : null);
    }

    // Another length, and a check that is right for it.
    private void Lie(byte[] frame)
    {
        ref FrameHeader header = ref FrameCodec.HeaderOf(frame);
        if (_random.Next(2) == 0) header.BodyBytes = (ushort)_random.Next(frame.Length);
        else header.PayloadBytes = (ushort)_bodies.Number();
        int check = header.PayloadBytes == 0 ? EthernetHeader.Bytes + FrameHeader.Bytes + ((header.BodyBytes + 7) & ~7) : FrameCodec.PayloadOffset - sizeof(uint);
        if (check + sizeof(uint) <= frame.Length) BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(check), FuzzedParts.Check.Append(0, frame.AsSpan(0, check)));
    }

    private static string Describe(in FrameHeader header) =>
        $"kind {(byte)header.Kind:x2} {header.Source.Value} to {header.Destination.Value} epoch {header.Epoch:x} sequence {header.Sequence} acknowledgement {header.Acknowledgement} kept {header.Kept:x} flags {(int)header.Flags:x} offset {header.ContentOffset} time {header.GuestTime.Value}";

    private void SendDatagram(FuzzedPeer peer)
    {
        if (_random.Next(4) == 0)
        {
            // As machines do that come up, or want to join.
            _kind = (MessageKind)ControlKind.Ready;
            _last = $"node {peer.Node.Value} repeats what it says while it comes up";
            peer.Repeat();
            return;
        }
        MessageKind kind = _random.Next(16) == 0 ? Kind() : _random.Next(8) == 0 ? (MessageKind)ViewMessage.Refuse : (MessageKind)_random.Next(1, 16);
        FrameHeader header = peer.NewDatagram(kind);
        if (_random.Next(8) == 0) header.GuestTime = new Cycles(_bodies.Number());
        byte[] payload = _random.Next(2) == 0 ? Content(FrameCodec.DatagramPayloadBytes) : [];
        if ((ControlKind)kind == ControlKind.Offer && _random.Next(4) != 0)
        {
            NodeOffer offer = FuzzedNode.Offer;
            payload = [.. MemoryMarshal.AsBytes(new ReadOnlySpan<NodeOffer>(in offer))];
        }
        byte[] body = _bodies.New(kind, _random.Next(4) == 0 ? _random.Next(IMessenger.MaximumBodyBytesWithPage + 1) : Introduction.Bytes);
        _kind = kind;
        _last = $"datagram of node {peer.Node.Value}: kind {(byte)kind:x2} body {Convert.ToHexString(body)}, payload {payload.Length}";
        peer.Send(in header, body, payload);
    }
}
