namespace Pilevisor.Coherence;

/// <summary>A unit is one page of 4 KiB: little false sharing, one message a page.</summary>
public sealed class SmallPages : IPageGeometry
{
    /// <summary>log2 of a unit's bytes, where tools find it without running anything.</summary>
    public const int Shift = 12;

    /// <inheritdoc/>
    public int UnitShift => Shift;

    /// <inheritdoc/>
    public int PieceShift => Shift;

    /// <inheritdoc/>
    public int ReturnsToSplit => 0;
}
