using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>struct virtio_mem_resp (Virtual I/O Device Version 1.2, section 5.15.6; little-endian, 10 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2, Size = Bytes)]
internal struct MemoryResponse
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 10;

    /// <summary>VIRTIO_MEM_RESP_ACK.</summary>
    public const ushort Acknowledged = 0;

    /// <summary>VIRTIO_MEM_RESP_NACK: more than was asked of the guest.</summary>
    public const ushort Refused = 1;

    /// <summary>VIRTIO_MEM_RESP_ERROR: no such blocks, or not plugged or unplugged as they should be.</summary>
    public const ushort Error = 3;

    /// <summary>VIRTIO_MEM_STATE_PLUGGED.</summary>
    public const ushort Plugged = 0;

    /// <summary>VIRTIO_MEM_STATE_UNPLUGGED.</summary>
    public const ushort Unplugged = 1;

    /// <summary>VIRTIO_MEM_STATE_MIXED.</summary>
    public const ushort Mixed = 2;

    /// <summary>The answer.</summary>
    public ushort Kind;

    private ushort _padding0;
    private ushort _padding1;
    private ushort _padding2;

    /// <summary>To <see cref="MemoryRequestKind.State"/>: the state of the blocks.</summary>
    public ushort State;
}
