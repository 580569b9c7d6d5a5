using System;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <content>The frames.</content>
internal sealed partial class FuzzedLife
{
    // CoherenceBody.Content.
    private const int ContentField = 32;

    private static readonly FrameCodec s_codec = new(FuzzedParts.Check);

    private FuzzedFrames Draw() => _isUp ? DrawAny() : _hasLiar && _random.Next(4) == 0 ? FuzzedFrames.Datagram : (FuzzedFrames)_random.Next(_variant.Mode is null ? 3 : 2);

    private FuzzedFrames DrawAny() => _random.Next(20) switch
    {
        < 4 => FuzzedFrames.Noise,
        < 8 => FuzzedFrames.Stray,
        < 9 when _variant.Mode is null => FuzzedFrames.Host,
        < 12 => FuzzedFrames.Header,
        < 16 => FuzzedFrames.Message,
        < 19 => FuzzedFrames.Recorded,
        _ => FuzzedFrames.Datagram,
    };

    private void Send(FuzzedFrames frames, FuzzedPeer peer)
    {
        _kind = MessageKind.None;
        switch (frames)
        {
            case FuzzedFrames.Noise: SendNoise(peer); break;
            case FuzzedFrames.Stray: SendStray(peer); break;
            case FuzzedFrames.Host: SendAsHost(); break;
            case FuzzedFrames.Header: SendHeader(peer); break;
            case FuzzedFrames.Message: SendMessage(peer); break;
            case FuzzedFrames.Recorded: SendRecorded(peer); break;
            default: SendDatagram(peer); break;
        }
    }

    // The next place in the peer's sequence, as the node counts.
    private FrameHeader Next(FuzzedPeer peer, MessageKind kind) =>
        Image.ReliableDelivery.TryFind(peer.Node, out Peer? known) ? peer.NewHeader(kind, known.Receiver.Expected, known.Epoch) : peer.NewHeader(kind, 0);

    private MessageKind Kind() => _random.Next(8) switch
    {
        0 => (MessageKind)_random.Next(256),
        1 => (MessageKind)_random.Next(0x01, 0x20),
        2 or 3 => (MessageKind)_random.Next(0x20, 0x30),
        4 or 5 or 6 => (MessageKind)_random.Next(0x40, 0x61),
        _ => (MessageKind)_random.Next(0x70, 0x7a),
    };

    private byte[] Content(int most)
    {
        byte[] content = new byte[_random.Next(4) == 0 ? _random.Next(most + 1) : most];
        if (content.Length != 0 && _random.Next(2) == 0) _random.NextBytes(content);
        return content;
    }

    private void Arrive(byte[] frame) => _node.Link.Arrive(frame);

    private byte[] Written(MacAddress from, in FrameHeader header, byte[] body, byte[] payload)
    {
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        int length = s_codec.Write(frame, _node.Link.Address, from, in header, body, payload);
        s_codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }

    private int BodyLength(MessageKind kind, bool hasPayload)
    {
        int most = hasPayload ? IMessenger.MaximumBodyBytesWithPage : IMessenger.MaximumBodyBytes;
        int length = (int)kind < FuzzedShapes.Lengths.Length ? FuzzedShapes.Lengths[(int)kind] : -1;
        return _random.Next(32) == 0 || length < 0 ? _random.Next(most + 1) : Math.Min(length, most);
    }

    private void SendMessage(FuzzedPeer peer)
    {
        if (peer.Heard is { } heard && _random.Next(3) == 0) Answer(peer, heard);
        else if (_random.Next(4) == 0) SendPlausible(peer);
        else SendAnything(peer);
    }

    private void SendAnything(FuzzedPeer peer)
    {
        MessageKind kind = Kind();
        bool hasContent = IsCoherence(kind) ? _random.Next(2) == 0 : _random.Next(12) == 0 || kind == (MessageKind)ControlKind.CountersReply;
        byte[] content = hasContent ? Content(ContentBytes(kind)) : [];
        byte[] body = _bodies.New(kind, BodyLength(kind, hasContent));
        SendWhole(peer, kind, body, content);
    }

    // What the node has sent says what it waits for.
    private void Answer(FuzzedPeer peer, RecordedMessage heard)
    {
        MessageKind kind = (MessageKind)(((byte)heard.Kind & 0xf0) | _random.Next(16));
        bool hasContent = IsCoherence(kind) && _random.Next(2) == 0;
        byte[] body = (byte[])heard.Body.Clone();
        if (!IsCoherence(kind)) Array.Resize(ref body, BodyLength(kind, hasContent));
        else if (body.Length > ContentField)
        {
            body[FuzzedBodies.CoherenceKindField] = (byte)(kind - MessageKind.FirstCoherence);
            body[ContentField] = (byte)(hasContent ? PageContent.Bytes : (PageContent)_random.Next(3));
        }
        if (_random.Next(2) == 0) body = _bodies.Change(body);
        if (hasContent && body.Length > IMessenger.MaximumBodyBytesWithPage) Array.Resize(ref body, IMessenger.MaximumBodyBytesWithPage);
        SendWhole(peer, kind, body, hasContent ? Content(ContentBytes(kind)) : []);
    }

    // What takes a cluster from one view to another, or ends it, as a right node would say it.
    private void SendPlausible(FuzzedPeer peer)
    {
        uint view = Image.ClusterDescription.View + (uint)_random.Next(2);
        NodeId place = new(FuzzedNode.Places - 1);
        MacAddress address = FuzzedNode.Address(place.Value);
        byte[] change = Bytes(new ViewChange { Address = _random.Next(4) == 0 ? default : address, View = view, Node = place, Kind = (ViewChangeKind)_random.Next(3) });
        (MessageKind kind, byte[] body) = _random.Next(14) switch
        {
            0 or 1 => ((MessageKind)ViewMessage.Propose, change),
            2 or 3 => ((MessageKind)ViewMessage.Install, Bytes(view)),
            4 => ((MessageKind)ViewMessage.Accept, Bytes(view)),
            5 => ((MessageKind)ViewMessage.Drained, change),
            6 => ((MessageKind)ViewMessage.Forgotten, Bytes(view)),
            7 => ((MessageKind)ViewMessage.Farewell, Bytes(view)),
            8 => ((MessageKind)ViewMessage.Dead, Bytes(new DeathNotice { Burial = (uint)_random.Next(4), Node = new NodeId((ushort)_random.Next(FuzzedNode.Places)), IsNeeded = (byte)_random.Next(2) })),
            9 => ((MessageKind)ViewMessage.Buried, Bytes(new DeathNotice { Burial = (uint)_random.Next(4), LostPages = (uint)_random.Next(2) })),
            10 => ((MessageKind)ViewMessage.Unheard, Bytes(new SilenceReport { Milliseconds = 70_000, Node = new NodeId((ushort)_random.Next(FuzzedNode.Places)) })),
            11 => ((MessageKind)RemovalMessage.Close, []),
            12 => ((MessageKind)RemovalMessage.Closed, Bytes(new ClosedReport { On = (byte)_random.Next(2) })),
            _ => ((MessageKind)_random.Next(0x09, 0x0e), new byte[1]),
        };
        if (_random.Next(8) == 0) body = _bodies.Change(body);
        SendWhole(peer, kind, body, []);
    }

    private static byte[] Bytes<T>(T body)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)).ToArray();

    private int ContentBytes(MessageKind kind) => IsCoherence(kind) && _random.Next(8) != 0 ? (int)_unitBytes : (int)GranuleNumber.Bytes;

    private static bool IsCoherence(MessageKind kind) => kind is >= MessageKind.FirstCoherence and < MessageKind.FirstVirtualization;

    private void SendRecorded(FuzzedPeer peer)
    {
        RecordedMessage message = _bodies.Recorded;
        byte[] body = _random.Next(4) == 0 ? message.Body : _bodies.Change(message.Body);
        byte[] content = _random.Next(16) == 0 ? Content(FrameCodec.MaximumPayloadBytes) : message.Content;
        if (content.Length != 0 && body.Length > IMessenger.MaximumBodyBytesWithPage) body = body[..IMessenger.MaximumBodyBytesWithPage];
        SendWhole(peer, message.Kind, body, content);
    }

    // In its sequence, in parts as the transport makes them.
    private void SendWhole(FuzzedPeer peer, MessageKind kind, byte[] body, byte[] content)
    {
        _kind = kind;
        _last = $"message of node {peer.Node.Value}: kind {(byte)kind:x2} body {Convert.ToHexString(body)}, content {content.Length}";
        int parts = _transport.FrameCount(content.Length);
        for (int i = 0; i < parts; i++)
        {
            FramePart part = _transport.Part(i, content.Length);
            FrameHeader header = Next(peer, kind);
            header.ContentOffset = part.Offset;
            if (part.MoreFollows) header.Flags |= FrameFlags.MoreFollows;
            peer.Send(in header, i == 0 ? body : [], content.AsSpan(part.Offset, part.Bytes));
        }
    }
}
