using System;

namespace Pilevisor.Kernel;

/// <summary>
/// A transmit buffer made at boot: [headroom of the link][frame]. Headers are written in place in front of the body, and the device reads the frame from here.
/// </summary>
public sealed unsafe class FrameBuffer
{
    private readonly byte* _start;
    private readonly int _capacity;
    private readonly int _headroom;

    /// <summary>Makes a buffer for frames of up to <paramref name="frameBytes"/> bytes behind <paramref name="headroomBytes"/> of headroom.</summary>
    public FrameBuffer(IPhysicalMemory memory, int headroomBytes, int frameBytes)
    {
        // The frame's Ethernet header is 14 bytes long: two bytes of padding put what follows it on an 8-byte boundary.
        _headroom = ((headroomBytes + 7) & ~7) + 2;
        _capacity = frameBytes;
        PhysicalAddress address = memory.Allocate((ulong)(_headroom + frameBytes), PageNumber.PageBytes, "transmit buffer");
        _start = memory.Pointer(address);
        Frame = address + (ulong)_headroom;
    }

    /// <summary>Where the device finds the frame's first byte; the link's header ends right before it.</summary>
    public PhysicalAddress Frame { get; }

    /// <summary>How many bytes of the frame are used.</summary>
    public int Length { get; set; }

    /// <summary>Whether the device still reads the buffer. Set by the link, cleared by <see cref="ILink.ReclaimTransmitted"/>.</summary>
    public bool InFlight { get; set; }

    /// <summary>The whole room for a frame.</summary>
    public Span<byte> Bytes => new(_start + _headroom, _capacity);

    /// <summary>The <paramref name="bytes"/> bytes right in front of the frame.</summary>
    public Span<byte> Headroom(int bytes)
    {
        Panic.Unless(bytes <= _headroom, "a frame buffer has less headroom than its link asks for");
        return new Span<byte>(_start + _headroom - bytes, bytes);
    }
}
