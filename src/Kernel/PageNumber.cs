using System;

namespace Pilevisor.Kernel;

/// <summary>
/// The number of a page of guest-physical memory: its guest-physical address divided by a page's size. That is the translation granule's, 4096 bytes, everywhere but in the memory aggregation, whose pages are units of coherence
/// (<c>IPageGeometry</c>): <c>UnitOf</c> and <c>FirstPageOf</c> lead from one to the other.
/// </summary>
/// <param name="Value">The number; <see cref="GuestPhysicalAddress.Bits"/> less <see cref="Shift"/> bits at most.</param>
public readonly struct PageNumber(uint Value) : IText, IEquatable<PageNumber>
{
    /// <summary>log2 of <see cref="PageBytes"/>.</summary>
    public const int Shift = 12;

    /// <summary>Bytes in a page: the translation granule.</summary>
    public const uint PageBytes = 1u << Shift;

    /// <summary>The number itself.</summary>
    public uint Value { get; } = Value;

    /// <summary>The guest-physical address of the page's first byte.</summary>
    public GuestPhysicalAddress Address => new((ulong)Value << Shift);

    /// <summary>The page <paramref name="pages"/> further on.</summary>
    public static PageNumber operator +(PageNumber page, uint pages) => new(page.Value + pages);

    /// <summary>Whether both name the same page.</summary>
    public static bool operator ==(PageNumber left, PageNumber right) => left.Value == right.Value;

    /// <summary>Whether they name different pages.</summary>
    public static bool operator !=(PageNumber left, PageNumber right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(PageNumber other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PageNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("page ");
        text.AppendHex(Value);
    }
}
