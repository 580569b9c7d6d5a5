using System;

namespace Pilevisor.Checks;

/// <summary>Bytes and numbers to check with, the same in both worlds.</summary>
internal static class Sample
{
    internal static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        uint state = 0x12345678;
        for (int i = 0; i < count; i++)
        {
            state = (state * 1664525) + 1013904223;
            bytes[i] = (byte)(state >> 24);
        }
        return bytes;
    }

    /// <summary>Zero, one, powers of two and their neighbours, and mixed ones.</summary>
    internal static ReadOnlySpan<ulong> Numbers =>
    [
        0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x1234_5678, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
        0x1_0000_0000, 0x0123_4567_89ab_cdef, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0xfedc_ba98_7654_3210, 0xffff_ffff_ffff_ffff,
    ];
}
