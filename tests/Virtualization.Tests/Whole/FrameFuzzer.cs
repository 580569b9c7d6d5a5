using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>Changes some of the frames that pass, each so that it is still one of its sender's: the same addresses, node and place in the sequence, and right checks.</summary>
/// <param name="random">What is changed, and how.</param>
/// <param name="changed">Counts what was, by kind.</param>
internal sealed class FrameFuzzer(Random random, Dictionary<byte, int> changed)
{
    private static readonly byte[] s_interesting = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255];

    private const int Seldom = 4;
    private const int VerySeldom = 100;

    private readonly byte[] _scratch = new byte[FrameCodec.MaximumFrameBytes];

    /// <summary>Whether frames are changed now.</summary>
    public bool IsOn { get; set; }

    /// <summary>The last changed frame.</summary>
    public string Last { get; private set; } = "none";

    /// <summary>For <see cref="FakeEthernet.Rewrite"/>.</summary>
    public byte[] Pass(byte[] frame)
    {
        DecodedFrame decoded = default;
        if (!IsOn || !WholeCluster.Codec.TryDecode(frame, out decoded) || (decoded.Header.Flags & FrameFlags.Sequenced) == 0) return frame;
        // What has not had its turn as often as others gets it sooner.
        bool isRare = changed.GetValueOrDefault((byte)decoded.Header.Kind) <= changed.Values.DefaultIfEmpty().Min();
        return random.Next(isRare ? Seldom : VerySeldom) == 0 ? Change(in decoded) : frame;
    }

    private byte[] Change(in DecodedFrame decoded)
    {
        FrameHeader header = decoded.Header;
        byte[] body = decoded.Body.ToArray();
        byte[] page = decoded.Payload.ToArray();
        changed[(byte)header.Kind] = 1 + changed.GetValueOrDefault((byte)header.Kind);
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            switch (random.Next(10))
            {
                case 0: Array.Resize(ref body, random.Next(IMessenger.MaximumBodyBytes + 1)); break;
                case 1: page = page.Length == 0 ? new byte[FrameCodec.MaximumPayloadBytes] : page[..random.Next(page.Length)]; break;
                case 2: header.Kind = (MessageKind)random.Next(1, 128); break;
                case 3: header.Flags ^= (FrameFlags)(random.Next(2) * 8); break;
                case 4: header.Acknowledgement = (uint)random.Next(); break;
                default: ChangeByte(body); break;
            }
        }
        if (page.Length != 0 && body.Length > IMessenger.MaximumBodyBytesWithPage) Array.Resize(ref body, IMessenger.MaximumBodyBytesWithPage);
        int length = WholeCluster.Codec.Write(_scratch, decoded.DestinationAddress, decoded.SourceAddress, in header, body, page);
        WholeCluster.Codec.Seal(_scratch.AsSpan(0, length));
        Last = $"kind {(byte)decoded.Header.Kind:x2} to {(byte)header.Kind:x2}, {Convert.ToHexString(decoded.Body)} to {Convert.ToHexString(body)}";
        return _scratch[..length];
    }

    private void ChangeByte(byte[] body)
    {
        if (body.Length == 0) return;
        int at = random.Next(body.Length);
        body[at] = random.Next(3) switch
        {
            0 => (byte)(body[at] ^ (1 << random.Next(8))),
            1 => s_interesting[random.Next(s_interesting.Length)],
            _ => (byte)random.Next(256),
        };
    }
}
