using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The buffers frames arrive in, one for each descriptor of the receive ring: two bytes of padding, then the frame, so that what follows its 14-byte Ethernet header lies on an 8-byte boundary. The device does not see
/// the CPUs' caches: no line of a buffer may be dirty when the device has it, since it would be written over the frame, and none may be kept from before the frame came.
/// </summary>
internal sealed unsafe class GenetReceiveBuffers
{
    /// <summary>What the device writes in front of a frame (RBUF_ALIGN_2B).</summary>
    public const int PaddingBytes = 2;

    private readonly ICacheMaintenance _caches;
    private readonly byte* _start;
    private readonly PhysicalAddress _address;
    private readonly int _wholeBytes;
    private readonly int _headBytes;

    /// <summary>Makes buffers that the device can have. What the lengths mean is said at <see cref="ILink.Initialize"/>.</summary>
    public GenetReceiveBuffers(IPhysicalMemory memory, ICacheMaintenance caches, int wholeBytes, int headBytes)
    {
        const uint Bytes = GenetDma.Descriptors * GenetDma.BufferBytes;
        _caches = caches;
        _wholeBytes = wholeBytes;
        _headBytes = headBytes;
        _address = memory.Allocate(Bytes, GranuleNumber.Bytes, "receive buffers");
        _start = memory.Pointer(_address);
        caches.CleanAndInvalidate(_address, Bytes);
    }

    /// <summary>Where the device writes into buffer <paramref name="index"/>.</summary>
    public PhysicalAddress Address(int index) => _address + (ulong)(index * GenetDma.BufferBytes);

    /// <summary>The device has written a frame of <paramref name="frameBytes"/> bytes, or will write into where one was: nothing of it is in a cache.</summary>
    public void Discard(int index, int frameBytes) => _caches.CleanAndInvalidate(Address(index), (uint)(PaddingBytes + frameBytes));

    /// <summary>The frame in buffer <paramref name="index"/>, <paramref name="frameBytes"/> bytes long. What is behind the head of a long one has to be copied: it is not in a page of its own.</summary>
    public ReceivedFrame Frame(int index, int frameBytes)
    {
        byte* frame = _start + (index * GenetDma.BufferBytes) + PaddingBytes;
        if (frameBytes <= _wholeBytes) return new ReceivedFrame(frame, frameBytes, index);
        return new ReceivedFrame(frame, _headBytes, index, new ReceivedPage(new ReadOnlySpan<byte>(frame + _headBytes, frameBytes - _headBytes)));
    }
}
