using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Interconnect;

/// <summary>The body of a message that was gathered byte by byte: see <see cref="IMessenger.Gather"/>.</summary>
public struct GatheredBytes
{
    /// <summary>The most bytes a message gathers.</summary>
    public const int Capacity = 63;

    /// <summary>How many bytes there are: 1 to <see cref="Capacity"/>.</summary>
    public byte Count;

    private Bytes _bytes;

    /// <summary>The bytes, in order. <see cref="Count"/> must be in range.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Values => ((ReadOnlySpan<byte>)_bytes)[..Count];

    /// <summary>Adds a byte; there must be room.</summary>
    public void Add(byte value) => _bytes[Count++] = value;

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
