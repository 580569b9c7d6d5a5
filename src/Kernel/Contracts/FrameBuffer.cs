using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>
/// A transmit buffer made at boot: [headroom of the link][frame]. Headers are written in place in front of the body, and the device reads the frame from here, or its head only and its payload from where that is.
/// </summary>
public sealed unsafe class FrameBuffer
{
    private const int CacheLineBytes = 64;

    private readonly byte* _start;
    private readonly int _capacity;
    private readonly int _headroom;
    private byte* _payload;

    /// <summary>Makes a buffer for frames of up to <paramref name="frameBytes"/> bytes behind <paramref name="headroomBytes"/> of headroom.</summary>
    public FrameBuffer(IPhysicalMemory memory, int headroomBytes, int frameBytes)
        : this(memory, memory.Allocate((ulong)Stride(headroomBytes, frameBytes), GranuleNumber.Bytes, "transmit buffer"), headroomBytes, frameBytes)
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

    /// <summary>How many bytes of the frame are in the buffer.</summary>
    public int Length { get; set; }

    /// <summary>Where the device finds what follows them: <see cref="PayloadBytes"/>.</summary>
    public PhysicalAddress Payload { get; private set; }

    /// <summary>Where the content begins that what is at <see cref="Payload"/> is a part of.</summary>
    public PhysicalAddress Content { get; private set; }

    /// <summary>How many bytes of the frame are at <see cref="Payload"/> and not in the buffer; 0 if it is there as a whole.</summary>
    public int PayloadBytes { get; private set; }

    /// <summary>How long the frame is.</summary>
    public int FrameBytes => Length + PayloadBytes;

    /// <summary>Whether the device still reads the buffer. Set by the link, cleared by <see cref="ILink.ReclaimTransmitted"/>.</summary>
    public bool InFlight { get; set; }

    /// <summary>The whole room for a frame.</summary>
    public Span<byte> Bytes => new(_start + _headroom, _capacity);

    /// <summary>The payload's bytes, wherever they are not in the buffer.</summary>
    public ReadOnlySpan<byte> PayloadContent => new(_payload, PayloadBytes);

    /// <summary>The frame goes on with bytes of this machine's RAM elsewhere, at most as many as there is room for here. They must not change until <see cref="Forget"/> or <see cref="Join"/>.</summary>
    /// <param name="content">Where the content begins that they are a part of.</param>
    /// <param name="payload">Where the device finds them.</param>
    /// <param name="bytes">The bytes themselves.</param>
    public void Gather(PhysicalAddress content, PhysicalAddress payload, ReadOnlySpan<byte> bytes)
    {
        Panic.Unless(Length + bytes.Length <= _capacity, "a payload is gathered that its frame has no room for");
        Content = content;
        Payload = payload;
        _payload = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
        PayloadBytes = bytes.Length;
    }

    /// <summary>Copies the payload to where there is room for it here: its bytes may change from now on. The buffer must not be in flight.</summary>
    public void Join()
    {
        PayloadContent.CopyTo(Bytes[Length..]);
        Length += PayloadBytes;
        PayloadBytes = 0;
    }

    /// <summary>The frame is not sent again: its payload's bytes may change from now on.</summary>
    public void Forget() => PayloadBytes = 0;

    /// <summary>Whether the payload is in the content at <paramref name="content"/>, and not in the buffer.</summary>
    public bool ReadsFrom(PhysicalAddress content) => PayloadBytes != 0 && Content.Value == content.Value;

    /// <summary>The <paramref name="bytes"/> bytes right in front of the frame.</summary>
    public Span<byte> Headroom(int bytes)
    {
        Panic.Unless(bytes <= _headroom, "a frame buffer has less headroom than its link asks for");
        return new Span<byte>(_start + _headroom - bytes, bytes);
    }

    // The frame's Ethernet header is 14 bytes long: two bytes of padding put what follows it on an 8-byte boundary.
    private static int Padded(int headroomBytes) => ((headroomBytes + 7) & ~7) + 2;
}
