using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The buffers frames arrive in: [virtio_net_hdr][frame], one for each descriptor of the receive queue. The header begins 6 bytes behind an 8-byte boundary, so that what follows the frame's
/// 14-byte Ethernet header lies on one.
/// </summary>
internal sealed unsafe class VirtioNetReceiveBuffers
{
    private const int HeaderOffset = 6;
    private const int FrameOffset = HeaderOffset + VirtioNet.HeaderBytes;
    private const int CacheLineBytes = 64;

    private readonly byte* _start;
    private readonly int _stride;
    private readonly PhysicalAddress _address;

    /// <summary>Makes buffers for frames of up to <paramref name="frameBytes"/> bytes.</summary>
    public VirtioNetReceiveBuffers(IPhysicalMemory memory, int frameBytes)
    {
        _stride = (FrameOffset + frameBytes + CacheLineBytes - 1) & ~(CacheLineBytes - 1);
        Bytes = VirtioNet.HeaderBytes + frameBytes;
        _address = memory.Allocate((ulong)(VirtQueue.Size * _stride), PageNumber.PageBytes, "receive buffers");
        _start = memory.Pointer(_address);
    }

    /// <summary>How many bytes of a buffer the device may write: header and frame.</summary>
    public int Bytes { get; }

    /// <summary>Where the device writes the header of buffer <paramref name="index"/>.</summary>
    public PhysicalAddress Address(int index) => _address + (ulong)((index * _stride) + HeaderOffset);

    /// <summary>The frame in buffer <paramref name="index"/>, <paramref name="frameBytes"/> bytes long.</summary>
    public ReceivedFrame Frame(int index, int frameBytes) => new(_start + (index * _stride) + FrameOffset, frameBytes, index);
}
