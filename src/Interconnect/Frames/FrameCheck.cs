using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// A 64-bit mix of header and body, so that bytes which only look like a frame of ours are refused. Against damage on the wire there is Ethernet's own check,
/// which covers the payload too; against malice this is no protection.
/// </summary>
public static class FrameCheck
{
    private const ulong Seed = 0xcbf2_9ce4_8422_2325;
    private const ulong Multiplier = 0x9e37_79b9_7f4a_7c15;

    /// <summary>The check of a header (its bytes before the check) and a body (with its padding): both multiples of 8 bytes long.</summary>
    public static ulong Of(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body) => Mix(Mix(Seed, header), body);

    private static ulong Mix(ulong sum, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            sum = (sum ^ word) * Multiplier;
            sum ^= sum >> 32;
        }
        return sum;
    }
}
