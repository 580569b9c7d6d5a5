using System;
using System.Buffers.Binary;

namespace Pilevisor.Switch;

/// <summary>The parts of an Ethernet frame that a switch looks at (IEEE 802.3, 3.1).</summary>
public static class EthernetFrame
{
    /// <summary>Destination, source, type.</summary>
    public const int HeaderBytes = 14;

    /// <summary>The largest frame the switch carries: a 9216-byte payload and its header.</summary>
    public const int MaximumBytes = 9216 + HeaderBytes;

    /// <summary>The address of the host: nodes send it their log, progress, counters and panics.</summary>
    public const ulong HostAddress = 0x0250_56ff_ffff;

    private const ulong GroupBit = 0x0100_0000_0000;
    private const int AddressBytes = 6;

    /// <summary>The address a frame goes to, its first byte the most significant of 48 bits.</summary>
    public static ulong Destination(ReadOnlySpan<byte> frame) => Address(frame);

    /// <summary>The address a frame comes from.</summary>
    public static ulong Source(ReadOnlySpan<byte> frame) => Address(frame[AddressBytes..]);

    /// <summary>Whether an address is of many: broadcast or multicast.</summary>
    public static bool IsGroup(ulong address) => (address & GroupBit) != 0;

    private static ulong Address(ReadOnlySpan<byte> bytes) => ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
}
