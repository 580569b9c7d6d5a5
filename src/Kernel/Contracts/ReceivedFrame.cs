using System;

namespace Pilevisor.Kernel;

/// <summary>A frame in one of the link's receive buffers, in one piece or two.</summary>
public readonly unsafe ref struct ReceivedFrame
{
    private readonly byte* _start;

    /// <summary>Names the frame in buffer <paramref name="buffer"/> that begins with <paramref name="length"/> bytes at <paramref name="start"/> and goes on with <paramref name="rest"/>.</summary>
    public ReceivedFrame(byte* start, int length, int buffer, ReceivedPage rest = default)
    {
        _start = start;
        Length = length;
        Buffer = buffer;
        Rest = rest;
    }

    /// <summary>How long its first piece is, Ethernet header included.</summary>
    public int Length { get; }

    /// <summary>What follows, in a page of its own; nothing if it is in one piece.</summary>
    public ReceivedPage Rest { get; }

    /// <summary>The link's own number for the buffer.</summary>
    public int Buffer { get; }

    /// <summary>The first piece's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, Length);

    /// <summary>The same, for whoever opens the frame where it is.</summary>
    public Span<byte> Writable => new(_start, Length);

    /// <summary>The frame without its first <paramref name="bytes"/>, in the same buffer.</summary>
    public ReceivedFrame Skip(int bytes) => new(_start + bytes, Length - bytes, Buffer, Rest);
}
