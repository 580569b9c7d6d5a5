using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The buffers frames arrive in, one for each of the receive queue: [virtio_net_hdr][head of the frame], and a page for the rest. The header begins 6 bytes behind an 8-byte boundary, so that what follows the frame's
/// 14-byte Ethernet header lies on one.
/// </summary>
internal sealed unsafe class VirtioNetReceiveBuffers
{
    private const int HeaderOffset = 6;
    private const int FrameOffset = HeaderOffset + VirtioNet.HeaderBytes;
    private const int CacheLineBytes = 64;

    private readonly IPhysicalMemory _memory;
    private readonly byte* _start;
    private readonly int _stride;
    private readonly int _wholeBytes;
    private readonly int _headBytes;
    private readonly PhysicalAddress _address;
    private readonly PhysicalAddress[] _pages = new PhysicalAddress[VirtQueue.Size];

    /// <summary>Makes buffers. What the lengths mean is said at <see cref="ILink.Initialize"/>.</summary>
    public VirtioNetReceiveBuffers(IPhysicalMemory memory, int wholeBytes, int headBytes)
    {
        _memory = memory;
        _wholeBytes = wholeBytes;
        _headBytes = headBytes;
        _stride = (FrameOffset + wholeBytes + CacheLineBytes - 1) & ~(CacheLineBytes - 1);
        _address = memory.Allocate((ulong)(VirtQueue.Size * _stride), GranuleNumber.Bytes, "receive buffers");
        _start = memory.Pointer(_address);
        PhysicalAddress pages = memory.Allocate(VirtQueue.Size * GranuleNumber.Bytes, GranuleNumber.Bytes, "pages of received frames");
        for (int i = 0; i < VirtQueue.Size; i++) _pages[i] = pages + ((ulong)i << GranuleNumber.Shift);
    }

    /// <summary>How many bytes the device may write before it goes on in the page: its header and the frame's head.</summary>
    public int HeadBytes => VirtioNet.HeaderBytes + _headBytes;

    /// <summary>How many bytes of a buffer the device may write: header and frame.</summary>
    public int Bytes => HeadBytes + (int)GranuleNumber.Bytes;

    /// <summary>Where the device writes the header of buffer <paramref name="index"/>.</summary>
    public PhysicalAddress Address(int index) => _address + (ulong)((index * _stride) + HeaderOffset);

    /// <summary>Where it goes on: a page.</summary>
    public PhysicalAddress Page(int index) => _pages[index];

    /// <summary>The frame in buffer <paramref name="index"/>, <paramref name="frameBytes"/> bytes long.</summary>
    public ReceivedFrame Frame(int index, int frameBytes)
    {
        byte* head = _start + (index * _stride) + FrameOffset;
        if (frameBytes <= _headBytes) return new ReceivedFrame(head, frameBytes, index);
        ReadOnlySpan<byte> rest = new(_memory.Pointer(_pages[index]), frameBytes - _headBytes);
        if (frameBytes > _wholeBytes) return new ReceivedFrame(head, _headBytes, index, new ReceivedPage(rest, ref _pages[index]));
        rest.CopyTo(new Span<byte>(head + _headBytes, rest.Length));
        return new ReceivedFrame(head, frameBytes, index);
    }
}
