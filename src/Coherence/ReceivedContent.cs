using System;

namespace Pilevisor.Coherence;

/// <summary>The content of a page that came with a message. A protocol hands it on to <see cref="IProtocolWorld.Install"/> and looks no further: what the bytes mean is the world's own, and they stay where they are for one call of
/// <see cref="ICoherenceProtocol.Receive"/>.</summary>
public readonly ref struct ReceivedContent
{
    /// <summary>Names what came.</summary>
    /// <param name="kind">What came.</param>
    /// <param name="bytes">Content that is not all zero.</param>
    public ReceivedContent(PageContent kind, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        Bytes = bytes;
    }

    /// <summary>What came.</summary>
    public PageContent Kind { get; }

    /// <summary>Content that is not all zero: of <see cref="PageContent.Bytes"/> only.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
