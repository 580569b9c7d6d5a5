using System.Runtime.InteropServices;

namespace Pilevisor.Drivers;

/// <summary>struct virtq_desc (Virtual I/O Device Version 1.2, section 2.7.5): one buffer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirtqDescriptor
{
    /// <summary>VIRTQ_DESC_F_WRITE: the device writes into the buffer.</summary>
    public const ushort DeviceWrites = 2;

    /// <summary>Guest-physical, for the device, which here is this machine's physical address.</summary>
    public ulong Address;

    /// <summary>Bytes.</summary>
    public uint Length;

    /// <summary>0 or <see cref="DeviceWrites"/>: buffers are never chained here.</summary>
    public ushort Flags;

    /// <summary>The next of a chain; not used.</summary>
    public ushort Next;
}
