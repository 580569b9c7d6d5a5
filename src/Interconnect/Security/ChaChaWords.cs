using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>The sixteen words of a ChaCha20 block (RFC 8439, 2.3): constants, key, block number and nonce. Fields, not an array: they are in registers while they are mixed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ChaChaWords
{
    public uint W0, W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12, W13, W14, W15;

    /// <summary>How many there are.</summary>
    public const int Count = 16;

    /// <summary>All of them.</summary>
    [UnscopedRef]
    public Span<uint> Span => MemoryMarshal.CreateSpan(ref W0, Count);
}
