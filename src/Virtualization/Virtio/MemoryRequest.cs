using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>struct virtio_mem_req (Virtual I/O Device Version 1.2, section 5.15.6; little-endian, 24 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct MemoryRequest
{
    /// <summary>What is asked for.</summary>
    public MemoryRequestKind Kind;

    private ushort _padding0;
    private ushort _padding1;
    private ushort _padding2;

    /// <summary>Guest-physical address of the first block.</summary>
    public ulong Address;

    /// <summary>How many blocks.</summary>
    public ushort Blocks;
}
