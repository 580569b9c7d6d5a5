namespace Pilevisor.Coherence;

/// <summary>A unit is 64 KiB, until nodes write it in turns: its home then splits it into pages of the granule.</summary>
public sealed class AdaptiveUnits : IPageGeometry
{
    /// <summary>log2 of a unit's bytes, where tools find it without running anything.</summary>
    public const int Shift = 16;

    /// <inheritdoc cref="IPageGeometry.PieceShift"/>
    public const int PieceShift = Kernel.GranuleNumber.Shift;

    // The first return may be of a page that was handed on for good; the second says that two nodes use it at a time.
    private const int Returns = 2;

    /// <inheritdoc/>
    public int UnitShift => Shift;

    /// <inheritdoc/>
    int IPageGeometry.PieceShift => PieceShift;

    /// <inheritdoc/>
    public int ReturnsToSplit => Returns;
}
