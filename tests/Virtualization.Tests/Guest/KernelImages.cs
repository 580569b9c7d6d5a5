using System;
using System.Buffers.Binary;
using System.Text;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Kernels, as far as anybody looks at them.</summary>
internal static class KernelImages
{
    private const int PeHeader = 64;

    /// <summary>One instruction, no header.</summary>
    public static byte[] Flat => [0x1f, 0x20, 0x03, 0xd5];

    /// <summary>An arm64 Image with an EFI stub for <paramref name="machine"/> and <paramref name="text"/> at <paramref name="offset"/>.</summary>
    public static byte[] Linux(string text = "Linux version 6.1.0-44-arm64 (debian-kernel@lists.debian.org)", int offset = 4096, ushort machine = 0xaa64, string start = "MZ")
    {
        byte[] image = new byte[16384];
        Encoding.ASCII.GetBytes(start, image);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(16), (ulong)image.Length);
        "ARM\u0064"u8.CopyTo(image.AsSpan(56));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(60), PeHeader);
        "PE\0\0"u8.CopyTo(image.AsSpan(PeHeader));
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(PeHeader + 4), machine);
        Encoding.ASCII.GetBytes(text, image.AsSpan(offset));
        return image;
    }
}
