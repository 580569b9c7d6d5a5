namespace Pilevisor.Coherence;

/// <summary>A unit is 64 KiB: for data that one node after the other goes through.</summary>
public sealed class Units64K : IPageGeometry
{
    /// <summary>log2 of a unit's bytes, where tools find it without running anything.</summary>
    public const int Shift = 16;

    /// <inheritdoc/>
    public int UnitShift => Shift;

    /// <inheritdoc/>
    public int PieceShift => Shift;

    /// <inheritdoc/>
    public int ReturnsToSplit => 0;
}
