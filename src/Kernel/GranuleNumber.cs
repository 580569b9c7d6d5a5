using System;

namespace Pilevisor.Kernel;

/// <summary>
/// The number of a page of guest-physical memory as translation tables know pages: its guest-physical address divided by the translation granule, 4096 bytes. What nodes share is numbered by <see cref="PageNumber"/>, which counts units of
/// one or more granules.
/// </summary>
/// <param name="Value">The number; <see cref="GuestPhysicalAddress.Bits"/> less <see cref="Shift"/> bits at most.</param>
public readonly struct GranuleNumber(uint Value) : IText, IEquatable<GranuleNumber>
{
    /// <summary>log2 of <see cref="Bytes"/>.</summary>
    public const int Shift = 12;

    /// <summary>Bytes in a page of the translation granule.</summary>
    public const uint Bytes = 1u << Shift;

    /// <summary>The number itself.</summary>
    public uint Value { get; } = Value;

    /// <summary>The guest-physical address of its first byte.</summary>
    public GuestPhysicalAddress Address => new((ulong)Value << Shift);

    /// <summary>The one so many further on.</summary>
    public static GranuleNumber operator +(GranuleNumber granule, uint granules) => new(granule.Value + granules);

    /// <summary>Whether both name the same.</summary>
    public static bool operator ==(GranuleNumber left, GranuleNumber right) => left.Value == right.Value;

    /// <summary>Whether they name different ones.</summary>
    public static bool operator !=(GranuleNumber left, GranuleNumber right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(GranuleNumber other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GranuleNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("granule ");
        text.AppendHex(Value);
    }
}
