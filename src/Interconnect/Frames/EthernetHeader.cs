using System;
using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The 14 bytes every frame begins with: destination, source, EtherType (IEEE 802.3, clause 3).</summary>
public static class EthernetHeader
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 14;

    /// <summary>Our frames' EtherType: the first of the two set aside for local experiments (IEEE 802, clause 9.2.3.4).</summary>
    public const ushort EtherType = 0x88b5;

    /// <summary>A frame shorter than this is padded on the wire (without the frame check sequence).</summary>
    public const int MinimumFrameBytes = 60;

    private const int TypeOffset = 12;

    // The two addresses are eight bytes and four: all of the destination with the source's first two bytes, then the source's other four.
    private const int LowOffset = 8;
    private const int HighBytesBits = 16;
    private const int LowBits = 32;
    private const ulong AddressMask = 0xffff_ffff_ffff;

    /// <summary>Writes the header into the first bytes of <paramref name="frame"/>.</summary>
    public static void Write(Span<byte> frame, MacAddress destination, MacAddress source)
    {
        BinaryPrimitives.WriteUInt64BigEndian(frame, (destination.Value << HighBytesBits) | (source.Value >> LowBits));
        BinaryPrimitives.WriteUInt32BigEndian(frame[LowOffset..], (uint)source.Value);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], EtherType);
    }

    /// <summary>Whether <paramref name="frame"/> is long enough for a header and carries our EtherType.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> frame) =>
        frame.Length >= Bytes && BinaryPrimitives.ReadUInt16BigEndian(frame[TypeOffset..]) == EtherType;

    /// <summary>Whom the frame is for.</summary>
    public static MacAddress Destination(ReadOnlySpan<byte> frame) => new(BinaryPrimitives.ReadUInt64BigEndian(frame) >> HighBytesBits);

    /// <summary>Who sent it.</summary>
    public static MacAddress Source(ReadOnlySpan<byte> frame) =>
        new(((BinaryPrimitives.ReadUInt64BigEndian(frame) << LowBits) & AddressMask) | BinaryPrimitives.ReadUInt32BigEndian(frame[LowOffset..]));
}
