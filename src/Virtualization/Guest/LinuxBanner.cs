using System;
using System.Buffers.Binary;

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

    // An Image has tens of megabytes, and the whole cluster waits: most bytes are skipped (Horspool, Software: Practice and Experience 1980). The byte under the banner's end says how far the banner moves on: until the last of its
    // bytes that is the same, itself apart, comes to lie there.
    private static bool HasBanner(ReadOnlySpan<byte> image)
    {
        Span<byte> steps = stackalloc byte[256];
        steps.Fill((byte)Banner.Length);
        int last = Banner.Length - 1;
        for (int i = 0; i < last; i++) steps[Banner[i]] = (byte)(last - i);
        for (int end = last; end < image.Length - 1; end += steps[image[end]])
        {
            if (image[end] == Banner[last] && image[(end - last)..].StartsWith(Banner) && image[end + 1] is >= (byte)'0' and <= (byte)'9') return true;
        }
        return false;
    }
}
