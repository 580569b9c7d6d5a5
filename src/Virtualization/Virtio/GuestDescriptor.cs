using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>A descriptor of a split virtqueue as it lies in the guest's RAM (Virtual I/O Device Version 1.2, section 2.7.5; little-endian, 16 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct GuestDescriptor
{
    /// <summary>VIRTQ_DESC_F_NEXT: another follows.</summary>
    public const ushort HasNext = 1;

    /// <summary>VIRTQ_DESC_F_WRITE: the device writes it.</summary>
    public const ushort IsForDevice = 2;

    /// <summary>Guest-physical address of the buffer.</summary>
    public ulong Address;

    /// <summary>Its length.</summary>
    public uint Bytes;

    /// <summary><see cref="HasNext"/> and <see cref="IsForDevice"/>.</summary>
    public ushort Flags;

    /// <summary>The one that follows.</summary>
    public ushort Next;
}
