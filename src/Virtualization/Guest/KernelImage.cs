using System;
using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The header of an arm64 kernel Image (Linux, Documentation/arch/arm64/booting.rst), or what stands for it in a flat binary without one.</summary>
public readonly struct KernelImage
{
    private const int HeaderBytes = 64;
    private const ulong TextOffsetOfOldKernels = 0x8_0000;
    private const ulong BigEndianFlag = 1;

    private KernelImage(ulong textOffset, ulong bytes, bool isLinux)
    {
        TextOffset = textOffset;
        Bytes = bytes;
        IsLinux = isLinux;
    }

    /// <summary>How far behind a 2 MiB boundary it wants to be loaded.</summary>
    public ulong TextOffset { get; }

    /// <summary>How much memory it needs from there, its bss included.</summary>
    public ulong Bytes { get; }

    /// <summary>Whether it is Linux, and nothing else that has an Image's header: see <see cref="LinuxBanner"/>.</summary>
    public bool IsLinux { get; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="PanicException">If it is something that cannot be run: compressed, ELF, another machine's, big-endian, or it does not begin at its first byte.</exception>
    public static KernelImage Read(ReadOnlySpan<byte> kernel)
    {
        Panic.Unless(!kernel.StartsWith("\u001f"u8) || kernel.Length < 2 || kernel[1] != 0x8b, "the guest's kernel is compressed with gzip: unpack it first");
        Panic.Unless(!kernel.StartsWith("\u007fELF"u8), "the guest's kernel is an ELF file: pass the Image, or a flat binary made by objcopy -O binary");
        bool hasHeader = kernel.Length >= HeaderBytes && kernel[56..].StartsWith("ARM\u0064"u8);
        Panic.Unless(hasHeader || !kernel.StartsWith("MZ"u8), "the guest's kernel is not an arm64 Image: it is an EFI program for another machine, or compressed");
        if (!hasHeader) return new KernelImage(0, (ulong)kernel.Length, isLinux: false);

        ulong textOffset = BinaryPrimitives.ReadUInt64LittleEndian(kernel[8..]);
        ulong imageSize = BinaryPrimitives.ReadUInt64LittleEndian(kernel[16..]);
        ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(kernel[24..]);
        Panic.Unless((flags & BigEndianFlag) == 0, "the guest's kernel is big-endian");
        Panic.Unless(textOffset < 2 << 20, "the guest's kernel wants an offset of more than 2 MiB: its header is damaged");

        bool isLinux = LinuxBanner.IsIn(kernel);

        // Kernels before 3.17 say nothing of their size, and their offset is a constant.
        return imageSize == 0
            ? new KernelImage(TextOffsetOfOldKernels, (ulong)kernel.Length, isLinux)
            : new KernelImage(textOffset, Math.Max(imageSize, (ulong)kernel.Length), isLinux);
    }
}
