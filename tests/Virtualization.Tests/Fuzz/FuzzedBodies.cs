using System;
using System.Buffers.Binary;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>Makes bodies that look like a message's, and say anything: numbers of what there is, of what there almost is, and of nothing.</summary>
/// <param name="random">What they say.</param>
/// <param name="protocol">Whose recorded messages are changed.</param>
internal sealed class FuzzedBodies(Random random, string protocol)
{
    /// <summary>Where a coherence message says its kind again.</summary>
    public const int CoherenceKindField = 4;

    private static readonly ulong[] s_edges = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 65, 127, 128, 254, 255, 256, 1019, 1023, 1024, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, uint.MaxValue, ulong.MaxValue];
    private static readonly int[] s_widths = [1, 1, 1, 2, 2, 4, 4, 8];

    private readonly RecordedMessage[] _recorded = Recording.Under(protocol);

    /// <summary>A recorded message.</summary>
    public RecordedMessage Recorded => _recorded[random.Next(_recorded.Length)];

    /// <summary>A body of <paramref name="length"/> bytes for <paramref name="kind"/>.</summary>
    public byte[] New(MessageKind kind, int length)
    {
        byte[] body = new byte[length];
        if (random.Next(4) == 0) random.NextBytes(body);
        for (int i = random.Next(5); i > 0; i--) SetField(body);
        bool isCoherence = kind is >= MessageKind.FirstCoherence and < MessageKind.FirstVirtualization;
        if (isCoherence && length > CoherenceKindField && random.Next(16) != 0) body[CoherenceKindField] = (byte)(kind - MessageKind.FirstCoherence);
        return body;
    }

    /// <summary>Changes a body a little.</summary>
    public byte[] Change(byte[] body)
    {
        byte[] changed = (byte[])body.Clone();
        switch (random.Next(6))
        {
            case 0:
                Array.Resize(ref changed, random.Next(IMessenger.MaximumBodyBytes + 1));
                break;
            case 1 when changed.Length != 0:
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                for (int i = random.Next(1, 4); i > 0; i--) SetField(changed);
                break;
        }
        return changed;
    }

    /// <summary>A number as messages have them.</summary>
    public ulong Number() => random.Next(8) switch
    {
        0 or 1 => (ulong)random.Next(5),
        2 => s_edges[random.Next(s_edges.Length)],
        3 => (ulong)random.Next((int)(FuzzedNode.Nodes * FuzzedNode.WindowBytes / GranuleNumber.Bytes) + 8),
        4 => (ulong)random.Next(32, 300),
        5 => 0x4000_0000ul + ((ulong)random.Next(1 << 16) << 10),
        6 => (ulong)(0x0800_0000 + random.Next(0x40_0000)),
        _ => (ulong)random.NextInt64(),
    };

    private void SetField(byte[] body)
    {
        int width = s_widths[random.Next(s_widths.Length)];
        if (body.Length < width) return;
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(value, Number());
        value[..width].CopyTo(body.AsSpan(random.Next(body.Length / width) * width));
    }
}
