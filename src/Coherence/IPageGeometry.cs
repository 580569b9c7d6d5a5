namespace Pilevisor.Coherence;

/// <summary>
/// What coherence is kept in units of: one or more whole pages of the translation granule. What the memory aggregation, its protocol and its policies call a page is such a unit, and its number counts units. A geometry whose
/// units can be split has pieces, too: what is in a unit that was split is kept by piece from then on, and a piece is then a page like a unit, with a number of its own.
/// </summary>
public interface IPageGeometry
{
    /// <summary>The largest unit: a block of the granule.</summary>
    const int MostShift = 21;

    /// <summary>What every implementation calls its <c>public const int</c> that says <see cref="UnitShift"/>: tools and the composition read it where nothing can be run.</summary>
    const string ShiftConstant = "Shift";

    /// <summary>What an implementation whose units can be split calls the one that says <see cref="PieceShift"/>.</summary>
    const string PieceShiftConstant = "PieceShift";

    /// <summary>log2 of a unit's bytes: <see cref="Kernel.GranuleNumber.Shift"/>, a page of the granule, to <see cref="MostShift"/>.</summary>
    int UnitShift { get; }

    /// <summary>log2 of a piece's bytes: <see cref="Kernel.GranuleNumber.Shift"/> to <see cref="UnitShift"/>, which says that units are never split.</summary>
    int PieceShift { get; }

    /// <summary>How often nodes want back, to write it, a unit that another took from them to write it, before its home splits it: 1 to 255. Means nothing where units are never split.</summary>
    int ReturnsToSplit { get; }
}
