using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A device whose registers are like memory, a page of them, and that remembers how it was accessed. 16 bytes in its middle do not exist.</summary>
internal sealed class ByteDevice(ulong start, List<string> accesses) : MmioDevice(new GuestPhysicalAddress(start), PageBytes)
{
    public const uint PageBytes = 0x1000;
    public const uint Missing = PageBytes / 2;

    public byte[] Content { get; } = new byte[PageBytes];

    public override bool TryRead(MmioAccess access, out ulong value)
    {
        accesses.Add($"read {access.Bytes} at {Start.Value + access.Offset:x}");
        value = 0;
        if (access.Offset is >= Missing and < Missing + 16) return false;
        for (int i = access.Bytes; i-- > 0;) value = (value << 8) | Content[access.Offset + i];
        return true;
    }

    public override bool TryWrite(MmioAccess access, ulong value)
    {
        accesses.Add($"write {access.Bytes} at {Start.Value + access.Offset:x}: {value:x}");
        if (access.Offset is >= Missing and < Missing + 16) return false;
        for (int i = 0; i < access.Bytes; i++) Content[access.Offset + i] = (byte)(value >> (8 * i));
        return true;
    }
}
