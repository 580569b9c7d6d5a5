namespace Pilevisor.Coherence;

/// <summary>
/// What coherence is kept in units of: one or more whole pages of the translation granule. What the memory aggregation, its protocol and its policies call a page is such a unit, and its number counts units.
/// </summary>
public interface IPageGeometry
{
    /// <summary>The largest unit: a block of the granule.</summary>
    const int MostShift = 21;

    /// <summary>log2 of a unit's bytes: <see cref="Kernel.PageNumber.Shift"/>, a page of the granule, to <see cref="MostShift"/>.</summary>
    int UnitShift { get; }
}
