using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A whole message, as it is handed to its handler.</summary>
public readonly ref struct AssembledMessage
{
    /// <summary>Puts a message together.</summary>
    public AssembledMessage(ReadOnlySpan<byte> body, ReceivedPage page)
    {
        Body = body;
        Page = page;
    }

    /// <summary>Its fixed part.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Its page, or nothing.</summary>
    public ReceivedPage Page { get; }
}
