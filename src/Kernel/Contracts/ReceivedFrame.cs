using System;

namespace Pilevisor.Kernel;

/// <summary>A frame in one of the link's receive buffers.</summary>
public readonly unsafe ref struct ReceivedFrame
{
    private readonly byte* _start;

    /// <summary>Names the frame of <paramref name="length"/> bytes at <paramref name="start"/> in buffer <paramref name="buffer"/>.</summary>
    public ReceivedFrame(byte* start, int length, int buffer)
    {
        _start = start;
        Length = length;
        Buffer = buffer;
    }

    /// <summary>How long the frame is, Ethernet header included.</summary>
    public int Length { get; }

    /// <summary>The link's own number for the buffer.</summary>
    public int Buffer { get; }

    /// <summary>The frame's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, Length);
}
