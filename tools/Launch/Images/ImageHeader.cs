using System;
using System.Buffers.Binary;
using System.IO;

namespace Pilevisor.Launch.Images;

/// <summary>The header of an arm64 Image (Linux, Documentation/arch/arm64/booting.rst) at the beginning of a variant's binary.</summary>
public static class ImageHeader
{
    /// <summary>The least text_offset that QEMU's virt machine heeds: with a smaller one it loads the image 2 MiB further on, behind its own first instructions.</summary>
    public const long MinimumOffset = 4096;

    private const int TextOffset = 8;
    private const int Magic = 56;

    /// <summary>Copies an image, with another text_offset: where a loader puts it, from where RAM begins.</summary>
    /// <exception cref="LaunchException">If it has no such header.</exception>
    public static void CopyWithOffset(string image, string copy, long offset)
    {
        byte[] bytes = File.ReadAllBytes(image);
        if (bytes.Length < 64 || !bytes.AsSpan(Magic).StartsWith("ARM\x64"u8)) throw new LaunchException(ExitStatus.BadInput, $"{image} does not begin with the header of an arm64 Image");
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(TextOffset), offset);
        File.WriteAllBytes(copy, bytes);
    }
}
