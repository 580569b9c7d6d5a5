using System;

namespace Pilevisor.Kernel;

/// <summary>
/// The number of a page of the guest's memory as the nodes share it: a unit of coherence, or a piece of one (<c>IPageGeometry</c>). Units are numbered by their addresses, pieces behind them: <c>WindowMap</c> leads from a number to what the
/// page is, and from a <see cref="GranuleNumber"/>, by which translation tables know pages, to the number.
/// </summary>
/// <param name="Value">The number.</param>
public readonly struct PageNumber(uint Value) : IText, IEquatable<PageNumber>
{
    /// <summary>The number itself.</summary>
    public uint Value { get; } = Value;

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
