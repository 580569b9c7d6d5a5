using System;
using System.Buffers.Binary;
using System.IO;

namespace Pilevisor.Launch.Devices;

/// <summary>What the first bytes of a file say of a disk in it. Nobody guesses: what is no qcow2 is the disk's own bytes, unless it is plainly something else.</summary>
/// <param name="Format">What the bytes mean.</param>
/// <param name="Bytes">The size of the disk that the guest sees.</param>
/// <param name="FileBytes">The size of the file, which is that of the disk if its bytes are the disk's own.</param>
/// <param name="Foreign">What it plainly is instead, in words; null if nothing speaks against its being a disk.</param>
public sealed record DiskImage(DiskFormat Format, long Bytes, long FileBytes, string? Foreign = null)
{
    /// <summary>What a disk consists of (Virtual I/O Device Version 1.2, section 5.2.2).</summary>
    public const int SectorBytes = 512;

    /// <summary>The shortest header of a qcow2, that of version 2.</summary>
    private const int Qcow2HeaderBytes = 72;
    private const int SizeOffset = 24;

    /// <summary>Looks at an image that can be read.</summary>
    /// <exception cref="IOException">If it cannot.</exception>
    public static DiskImage Identify(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[Qcow2HeaderBytes];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (first is not [(byte)'Q', (byte)'F', (byte)'I', 0xfb, ..]) return new(DiskFormat.Raw, file.Length, file.Length, ForeignOf(first));
        return first.Length < Qcow2HeaderBytes ? new(DiskFormat.Qcow2, 0, file.Length, $"the first {first.Length} bytes of a qcow2") : new(DiskFormat.Qcow2, BinaryPrimitives.ReadInt64BigEndian(first[SizeOffset..]), file.Length);
    }

    private static string? ForeignOf(ReadOnlySpan<byte> first) => first switch
    {
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => "compressed by xz",
        [0x1f, 0x8b, ..] => "compressed by gzip",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "compressed by zstd",
        [(byte)'K', (byte)'D', (byte)'M', (byte)'V', ..] => "a VMDK",
        _ when first.StartsWith("vhdxfile"u8) => "a VHDX",
        _ when first.StartsWith("<<< "u8) => "a VDI",
        _ => null,
    };
}
