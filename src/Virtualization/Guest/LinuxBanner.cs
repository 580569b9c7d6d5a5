using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>
/// Tells Linux from the other kernels that have an arm64 Image's header (U-Boot, hypervisors, small guests): by its EFI stub, a PE header for AArch64, together with its banner, "Linux version " and a digit, which it keeps as
/// plain text. Both, since others have the one or the other: boot loaders are EFI programs, and the BSDs know Linux's name. A Linux without EFI stub is not recognised, and is treated as any guest is.
/// </summary>
internal static class LinuxBanner
{
    private const int PeOffsetField = 60;
    private const int PeBytes = 6;

    private static ReadOnlySpan<byte> Banner => "Linux version "u8;

    /// <summary>Whether <paramref name="image"/>, which has an Image's header, is Linux.</summary>
    public static bool IsIn(ReadOnlySpan<byte> image) => HasEfiStub(image) && HasBanner(image);

    private static bool HasEfiStub(ReadOnlySpan<byte> image)
    {
        uint header = BinaryPrimitives.ReadUInt32LittleEndian(image[PeOffsetField..]);
        return image.StartsWith("MZ"u8) && header <= (uint)(image.Length - PeBytes) && image[(int)header..].StartsWith("PE\0\0\u0064"u8) && image[(int)header + PeBytes - 1] == 0xaa;
    }

    // An Image has tens of megabytes, and the leader's boot waits: aligned words are looked at, of which the banner holds one of four wherever it begins.
    private static bool HasBanner(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(image);
        for (int i = 0; i < words.Length; i++)
        {
            int before = words[i] switch
            {
                0x756e_694c => 0, // "Linu"
                0x7875_6e69 => 1, // "inux"
                0x2078_756e => 2, // "nux "
                0x7620_7875 => 3, // "ux v"
                _ => -1,
            };
            if (before >= 0 && IsAt(image, (i * sizeof(uint)) - before)) return true;
        }
        return false;
    }

    private static bool IsAt(ReadOnlySpan<byte> image, int start)
    {
        int digit = start + Banner.Length;
        return start >= 0 && digit < image.Length && image[start..].StartsWith(Banner) && image[digit] is >= (byte)'0' and <= (byte)'9';
    }
}
