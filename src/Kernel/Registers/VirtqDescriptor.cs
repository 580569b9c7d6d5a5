using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>struct virtq_desc (Virtual I/O Device Version 1.2, section 2.7.5): a piece of a buffer.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct VirtqDescriptor
{
    /// <summary>VIRTQ_DESC_F_WRITE: the device writes into the buffer.</summary>
    public const ushort DeviceWrites = 2;

    /// <summary>VIRTQ_DESC_F_INDIRECT: the buffer is a table of descriptors.</summary>
    public const ushort Indirect = 4;

    /// <summary>VIRTQ_DESC_F_NEXT: the buffer goes on in the descriptor <see cref="Next"/>.</summary>
    public const ushort GoesOn = 1;

    /// <summary>Where it begins, for the device: in the physical memory of the machine that the driver runs on, the guest's if that is our guest.</summary>
    public ulong Address;

    /// <summary>Bytes.</summary>
    public uint Length;

    /// <summary><see cref="DeviceWrites"/>, <see cref="GoesOn"/>, both or none.</summary>
    public ushort Flags;

    /// <summary>The next of a chain.</summary>
    public ushort Next;
}
