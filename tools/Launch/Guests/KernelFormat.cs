using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;

namespace Pilevisor.Launch.Guests;

/// <summary>What a file given as a kernel really is, told from its first bytes.</summary>
public sealed class KernelFormat
{
    private const int HeadBytes = 4096;
    private const ushort ElfArm64 = 183;

    // Linux, Documentation/arch/arm64/booting.rst.
    private const int TextOffsetField = 8;
    private const int ImageSizeField = 16;
    private const int FlagsField = 24;
    private const ulong TextOffsetOfOldKernels = 0x8_0000;
    private const int PageSizeShift = 1;
    private const ulong PageSizeMask = 3;

    private KernelFormat(string description, bool bootable = false)
    {
        Description = description;
        IsBootable = bootable;
    }

    /// <summary>In words, with an article.</summary>
    public string Description { get; }

    /// <summary>Whether it may be a guest kernel: an arm64 Image, or a flat binary that is nothing else we know.</summary>
    public bool IsBootable { get; }

    /// <summary>Whether it has the header of Linux' Documentation/arm64/booting.rst.</summary>
    public bool IsArm64Image => Description == Arm64Image;

    /// <summary>How far behind a boundary of 2 MiB it wants to be loaded; 0 for what has no such header.</summary>
    public ulong TextOffset { get; private init; }

    /// <summary>How much memory it says it needs from there; 0 for what does not say.</summary>
    public ulong ImageBytes { get; private init; }

    /// <summary>The size of its pages in KiB: 4, 16 or 64; null for what does not say.</summary>
    public int? PageKiB { get; private init; }

    /// <summary>Whether it is a program for arm64.</summary>
    public bool IsArm64Elf => Description == "an ELF file for arm64";

    private static string Arm64Image => "an arm64 Image";

    /// <summary>Looks at the file's first bytes.</summary>
    /// <param name="path">A file that exists.</param>
    public static KernelFormat Identify(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] head = new byte[HeadBytes];
        int length = file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return Identify(head.AsSpan(0, length));
    }

    /// <summary>Looks at a file's first bytes.</summary>
    /// <param name="head">Up to the first 4 KiB.</param>
    public static KernelFormat Identify(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return new("an empty file");
        if (Has(head, 56, "ARM\x64"u8)) return Arm64(head);
        if (Has(head, 0, "\x7f"u8) && Has(head, 1, "ELF"u8)) return new($"an ELF file for {ElfMachine(head)}");
        if (Has(head, 0x202, "HdrS"u8)) return new("an x86 bzImage");
        if (Has(head, 56, "RSC\x05"u8)) return new("a RISC-V Image");
        if (Has(head, 0x24, [0x18, 0x28, 0x6f, 0x01])) return new("a 32-bit Arm zImage");
        if (Has(head, 0, "MZ"u8)) return new(Has(head, 4, "zimg"u8) ? "a compressed EFI kernel (zboot)" : "an EFI or Windows program");
        return Container(head) ?? (IsText(head) ? new("a text file") : new("a flat binary", bootable: true));
    }

    private static KernelFormat Arm64(ReadOnlySpan<byte> head)
    {
        ulong imageBytes = BinaryPrimitives.ReadUInt64LittleEndian(head[ImageSizeField..]);
        ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(head[FlagsField..]);
        return new KernelFormat(Arm64Image, bootable: true)
        {
            // Kernels before 3.17 say nothing of their size, and their offset is a constant.
            TextOffset = imageBytes == 0 ? TextOffsetOfOldKernels : BinaryPrimitives.ReadUInt64LittleEndian(head[TextOffsetField..]),
            ImageBytes = imageBytes,
            PageKiB = ((flags >> PageSizeShift) & PageSizeMask) switch { 1 => 4, 2 => 16, 3 => 64, _ => null },
        };
    }

    private static KernelFormat? Container(ReadOnlySpan<byte> head)
    {
        if (Has(head, 0, [0x1f, 0x8b])) return new("a gzip-compressed file (decompress it first)");
        if (Has(head, 0, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'])) return new("an xz-compressed file (decompress it first)");
        if (Has(head, 0, [0x28, 0xb5, 0x2f, 0xfd])) return new("a zstd-compressed file (decompress it first)");
        if (Has(head, 0, [0x02, 0x21, 0x4c, 0x18])) return new("an lz4-compressed file (decompress it first)");
        if (Has(head, 0, [0x27, 0x05, 0x19, 0x56])) return new("a U-Boot uImage");
        if (Has(head, 0, [0xd0, 0x0d, 0xfe, 0xed])) return new("a device tree or FIT image");
        if (Has(head, 0, "07070"u8)) return new("a cpio archive (an initrd?)");
        return Has(head, 0, "!<arch>"u8) ? new("a Debian package or an archive") : null;
    }

    private static string ElfMachine(ReadOnlySpan<byte> head)
    {
        if (head.Length < 20) return "an unknown machine";
        ushort machine = head[5] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head[18..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[18..]);
        return machine switch
        {
            3 => "x86",
            8 => "MIPS",
            20 => "32-bit PowerPC",
            21 => "64-bit PowerPC",
            22 => "s390",
            40 => "32-bit Arm",
            62 => "x86-64",
            ElfArm64 => "arm64",
            243 => "RISC-V",
            258 => "LoongArch",
            _ => $"machine {machine}",
        };
    }

    private static bool Has(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> magic) => head.Length >= offset + magic.Length && head.Slice(offset, magic.Length).SequenceEqual(magic);

    private static bool IsText(ReadOnlySpan<byte> head) => head.ToArray().All(b => b is >= 0x20 and < 0x7f or (byte)'\n' or (byte)'\r' or (byte)'\t' or >= 0x80);
}
