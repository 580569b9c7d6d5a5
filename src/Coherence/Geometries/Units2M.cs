namespace Pilevisor.Coherence;

/// <summary>A unit is 2 MiB, a block of stage 2: for data that nodes share in large pieces and seldom write.</summary>
public sealed class Units2M : IPageGeometry
{
    /// <summary>log2 of a unit's bytes, where tools find it without running anything.</summary>
    public const int Shift = IPageGeometry.MostShift;

    /// <inheritdoc/>
    public int UnitShift => Shift;

    /// <inheritdoc/>
    public int PieceShift => Shift;

    /// <inheritdoc/>
    public int ReturnsToSplit => 0;
}
