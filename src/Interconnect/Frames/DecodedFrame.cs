using System;
using System.Diagnostics.CodeAnalysis;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A well-formed frame of ours. Its spans point into the buffer it was decoded from.</summary>
public readonly ref struct DecodedFrame
{
    private readonly FrameHeader _header;

    /// <summary>Puts a decoded frame together.</summary>
    public DecodedFrame(MacAddress destination, MacAddress source, scoped in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        DestinationAddress = destination;
        SourceAddress = source;
        _header = header;
        Body = body;
        Payload = payload;
    }

    /// <summary>The Ethernet address it was sent to.</summary>
    public MacAddress DestinationAddress { get; }

    /// <summary>The Ethernet address it came from.</summary>
    public MacAddress SourceAddress { get; }

    /// <summary>The header.</summary>
    [UnscopedRef]
    public ref readonly FrameHeader Header => ref _header;

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The page, the part of it in this frame, or what a datagram carries in its place.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}
