namespace Pilevisor.Coherence;

/// <summary>A unit is 16 KiB: a quarter of the faults where data lies together, and more false sharing.</summary>
public sealed class Units16K : IPageGeometry
{
    /// <summary>log2 of a unit's bytes, where tools find it without running anything.</summary>
    public const int Shift = 14;

    /// <inheritdoc/>
    public int UnitShift => Shift;

    /// <inheritdoc/>
    public int PieceShift => Shift;

    /// <inheritdoc/>
    public int ReturnsToSplit => 0;
}
