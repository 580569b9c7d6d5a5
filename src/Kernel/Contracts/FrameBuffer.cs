using System;

namespace Pilevisor.Kernel;

/// <summary>
/// A transmit buffer made at boot: [headroom of the link][frame]. Headers are written in place in front of the body, and the device reads the frame from here.
/// </summary>
public sealed unsafe class FrameBuffer
{
    private const int CacheLineBytes = 64;

    private readonly byte* _start;
    private readonly int _capacity;
    private readonly int _headroom;

    /// <summary>Makes a buffer for frames of up to <paramref name="frameBytes"/> bytes behind <paramref name="headroomBytes"/> of headroom.</summary>
    public FrameBuffer(IPhysicalMemory memory, int headroomBytes, int frameBytes)
        : this(memory, memory.Allocate((ulong)Stride(headroomBytes, frameBytes), PageNumber.PageBytes, "transmit buffer"), headroomBytes, frameBytes)
    {
    }

    /// <summary>Makes one of several buffers that lie side by side, <see cref="Stride"/> bytes each, in memory that was allocated for them.</summary>
    public FrameBuffer(IPhysicalMemory memory, PhysicalAddress start, int headroomBytes, int frameBytes)
    {
        _headroom = Padded(headroomBytes);
        _capacity = frameBytes;
        _start = memory.Pointer(start);
        Frame = start + (ulong)_headroom;
    }

    /// <summary>How many bytes such a buffer takes: whole cache lines.</summary>
    public static int Stride(int headroomBytes, int frameBytes) => (Padded(headroomBytes) + frameBytes + CacheLineBytes - 1) & ~(CacheLineBytes - 1);

    /// <summary>The next buffer in whatever queue this one is in; belongs to the queue.</summary>
    public FrameBuffer? Next { get; set; }

    /// <summary>The longest frame it holds, in bytes.</summary>
    public int Capacity => _capacity;

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

    // The frame's Ethernet header is 14 bytes long: two bytes of padding put what follows it on an 8-byte boundary.
    private static int Padded(int headroomBytes) => ((headroomBytes + 7) & ~7) + 2;
}
