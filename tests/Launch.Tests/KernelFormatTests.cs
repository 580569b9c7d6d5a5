using System;
using System.Text;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class KernelFormatTests
{
    [Fact]
    public void An_arm64_Image_is_bootable()
    {
        byte[] head = Head(56, "ARM\x64"u8);
        Encoding.ASCII.GetBytes("MZ").CopyTo(head, 0);
        Assert.True(KernelFormat.Identify(head).IsArm64Image);
        Assert.True(KernelFormat.Identify(head).IsBootable);
    }

    [Fact]
    public void A_flat_binary_is_bootable() => Assert.True(KernelFormat.Identify([0x1f, 0x20, 0x03, 0xd5]).IsBootable);

    [Fact]
    public void Other_kernels_are_named()
    {
        Says("an x86 bzImage", Head(0x202, "HdrS"u8));
        Says("a RISC-V Image", Head(56, "RSC\x05"u8));
        Says("a 32-bit Arm zImage", Head(0x24, [0x18, 0x28, 0x6f, 0x01]));
        Says("an ELF file for x86-64", Elf(62, bigEndian: false));
        Says("an ELF file for arm64", Elf(183, bigEndian: false));
        Says("an ELF file for s390", Elf(22, bigEndian: true));
        Says("gzip", [0x1f, 0x8b, 8, 0]);
        Says("zstd", [0x28, 0xb5, 0x2f, 0xfd]);
        Says("xz", [0xfd, .. "7zXZ"u8, 0]);
        Says("zboot", [.. "MZ\0\0zimg"u8]);
        Says("cpio", [.. "070701"u8]);
        Says("an empty file", []);
        Says("a text file", [.. "#!/bin/sh\necho hello\n"u8]);
    }

    private static void Says(string what, byte[] head)
    {
        KernelFormat format = KernelFormat.Identify(head);
        Assert.Contains(what, format.Description, StringComparison.Ordinal);
        Assert.False(format.IsBootable);
    }

    private static byte[] Head(int offset, ReadOnlySpan<byte> magic)
    {
        byte[] head = new byte[1024];
        magic.CopyTo(head.AsSpan(offset));
        return head;
    }

    private static byte[] Elf(byte machine, bool bigEndian)
    {
        byte[] head = Head(1, "ELF"u8);
        head[0] = 0x7f;
        head[5] = bigEndian ? (byte)2 : (byte)1;
        head[bigEndian ? 19 : 18] = machine;
        return head;
    }
}
