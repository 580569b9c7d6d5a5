using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>What tells one boot of a node from all others that ever use its cluster's key: 128 bits, in clear in each of its frames.</summary>
/// <param name="low">The first 64.</param>
/// <param name="high">The others.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly struct SessionSalt(ulong low, ulong high) : IEquatable<SessionSalt>
{
    private readonly ulong _low = low;
    private readonly ulong _high = high;

    /// <summary>A number for tables.</summary>
    internal int Slot => (int)(_low & int.MaxValue);

    /// <summary>Whether it is the same.</summary>
    public bool Equals(SessionSalt other) => _low == other._low && _high == other._high;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionSalt other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Slot;

    /// <summary>Writes its four words.</summary>
    internal void CopyTo(Span<uint> words)
    {
        words[0] = (uint)_low;
        words[1] = (uint)(_low >> 32);
        words[2] = (uint)_high;
        words[3] = (uint)(_high >> 32);
    }
}
