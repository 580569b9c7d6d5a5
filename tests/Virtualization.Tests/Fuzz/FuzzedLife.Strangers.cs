using System;
using System.Buffers.Binary;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <content>What strangers send, and the host.</content>
internal sealed partial class FuzzedLife
{
    // Farther than a run's views count.
    private const ulong OtherRun = 0x1_0000;
    private const string OtherKey = "ffeeddccbbaa99887766554433221100fedcba9876543210efcdab8967452301";

    // Of a frame in a failure's text.
    private const int ShownBytes = 110;

    private static readonly FrameSeal s_otherSeal = new(ClusterKey.Read(Encoding.ASCII.GetBytes(OtherKey))!);

    private void SendNoise(FuzzedPeer peer)
    {
        byte[] frame;
        if (_variant.Mode is not null && _onWire.Length != 0 && _random.Next(2) == 0)
        {
            frame = (byte[])_onWire.Clone();
            Flip(frame, _random.Next(8 * frame.Length));
            if (_random.Next(4) == 0) frame = frame[.._random.Next(frame.Length)];
            _last = $"damaged, sealed: {Convert.ToHexString(frame.AsSpan(0, Math.Min(frame.Length, ShownBytes)))}";
        }
        else if (_random.Next(4) == 0)
        {
            frame = new byte[_random.Next(FrameCodec.MaximumFrameBytes)];
            _random.NextBytes(frame);
            if (frame.Length > EthernetHeader.Bytes) EthernetHeader.Write(frame, _node.Link.Address, peer.Address);
            _last = $"{frame.Length} random bytes";
        }
        else
        {
            FrameHeader header = Next(peer, Kind());
            byte[] payload = _random.Next(4) == 0 ? Content(FrameCodec.MaximumPayloadBytes) : [];
            byte[] body = _bodies.New(header.Kind, _random.Next(IMessenger.MaximumBodyBytesWithPage));
            frame = Written(peer.Address, in header, body, payload);
            int flips = _random.Next(1, 4);
            bool isCut = _random.Next(4) == 0;
            // One to three bits are always seen, wherever they are.
            int first = _random.Next(8 * frame.Length);
            for (int i = 0; i < flips; i++) Flip(frame, (first + (i * 7)) % (8 * frame.Length));
            if (isCut) frame = frame[.._random.Next(frame.Length)];
            _last = $"damaged: {Convert.ToHexString(frame.AsSpan(0, Math.Min(frame.Length, ShownBytes)))}";
        }
        Arrive(frame);
    }

    private static void Flip(byte[] frame, int bit) => frame[bit / 8] ^= (byte)(1 << (bit % 8));

    // A machine that is no member: whatever it claims to be. Where frames are sealed it has no key, or another, or sends its own anew.
    private void SendStray(FuzzedPeer peer)
    {
        if (_variant.Mode is not null && _onWire.Length != 0 && _random.Next(8) == 0)
        {
            _last = "a sealed frame again";
            Arrive(_onWire);
            return;
        }
        MessageKind kind = _random.Next(4) == 0 ? (MessageKind)ControlKind.Discover : Kind();
        bool isMembers = _random.Next(2) == 0;
        FrameHeader header = isMembers ? Next(peer, kind) : peer.NewDatagram(kind);
        if (_random.Next(4) == 0) header.Source = new NodeId((byte)_bodies.Number());
        if (_random.Next(4) == 0) header.Epoch = _bodies.Number();
        byte[] payload = _random.Next(4) == 0 ? Content(FrameCodec.MaximumPayloadBytes) : [];
        byte[] body = _bodies.New(kind, BodyLength(kind, payload.Length != 0));
        MacAddress from = new(0x0200_0000_0000 + (ulong)_random.Next(4));
        // Of a member's address in a sealed cluster, too: it is the seal that counts. And in the midst of another run.
        if (_variant.Mode is not null) from = peer.Address;
        else if (_random.Next(3) == 0)
        {
            from = peer.Address;
            header.Epoch = _random.Next(2) == 0 ? FuzzedNode.Epoch + OtherRun + (ulong)_random.Next(8) : (ulong)_random.NextInt64();
        }
        _kind = kind;
        _last = $"stray {from.Value:x} kind {(byte)kind:x2} source {header.Source.Value} epoch {header.Epoch:x} flags {header.Flags} body {Convert.ToHexString(body)}, payload {payload.Length}";
        byte[] frame = Written(from, in header, body, payload);
        if (_variant.Mode is { } mode && _random.Next(2) == 0)
        {
            byte[] @sealed = new byte[frame.Length + FrameSeal.OverheadBytes];
            s_otherSeal.Seal(new SessionSalt((ulong)_random.NextInt64(), 1), (ulong)_random.Next(1, 100), mode, frame, @sealed);
            frame = @sealed;
        }
        Arrive(frame);
    }

    private void SendAsHost()
    {
        MessageKind kind = _random.Next(4) == 0 ? Kind() : (MessageKind)(_random.Next(2) == 0 ? HostKind.Remove : HostKind.MachineEnded);
        FrameHeader header = new() { Kind = kind, Source = new NodeId((byte)_bodies.Number()), Destination = new NodeId(0xff), Epoch = FuzzedNode.Epoch };
        byte[] body = _bodies.New(kind, _random.Next(4) == 0 ? _random.Next(41) : HostBody.Bytes);
        // That a machine has ended is the cluster's end, most often.
        if (kind == (MessageKind)HostKind.MachineEnded && _isUp && body.Length == HostBody.Bytes && _random.Next(64) == 0) BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(8), FuzzedNode.Address(_random.Next(4)).Value);
        _kind = kind;
        _last = $"host's kind {(byte)kind:x2} body {Convert.ToHexString(body)}";
        Arrive(Written(HostFrame.HostAddress, in header, body, []));
    }
}
