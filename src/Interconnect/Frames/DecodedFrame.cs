using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A well-formed frame of ours. Its spans point into the buffer it was decoded from.</summary>
public readonly ref struct DecodedFrame
{
    private readonly ref readonly FrameHeader _header;

    /// <summary>Puts a decoded frame together.</summary>
    /// <param name="ethernet">Begins with the Ethernet header.</param>
    /// <param name="header">The header.</param>
    /// <param name="body">The body.</param>
    /// <param name="payload">The payload.</param>
    public DecodedFrame(ReadOnlySpan<byte> ethernet, in FrameHeader header, ReadOnlySpan<byte> body, ReceivedPage payload)
    {
        DestinationAddress = EthernetHeader.Destination(ethernet);
        SourceAddress = EthernetHeader.Source(ethernet);
        _header = ref header;
        Body = body;
        Page = payload;
    }

    /// <summary>The Ethernet address it was sent to.</summary>
    public MacAddress DestinationAddress { get; }

    /// <summary>The Ethernet address it came from.</summary>
    public MacAddress SourceAddress { get; }

    /// <summary>The header.</summary>
    public ref readonly FrameHeader Header => ref _header;

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The page, the part of it in this frame, or what a datagram carries in its place.</summary>
    public ReadOnlySpan<byte> Payload => Page.Bytes;

    /// <summary>The same, with the frame of RAM in which it came.</summary>
    public ReceivedPage Page { get; }
}
