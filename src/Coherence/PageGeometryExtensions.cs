using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What follows from the size of a unit.</summary>
public static class PageGeometryExtensions
{
    /// <summary>Bytes in a unit.</summary>
    public static uint UnitBytes(this IPageGeometry geometry) => 1u << geometry.UnitShift;

    /// <summary>Granules in a unit.</summary>
    public static uint UnitGranules(this IPageGeometry geometry) => 1u << (geometry.UnitShift - GranuleNumber.Shift);

    /// <summary>The number of the unit that holds <paramref name="granule"/>.</summary>
    public static PageNumber UnitOf(this IPageGeometry geometry, GranuleNumber granule) => new(granule.Value >> (geometry.UnitShift - GranuleNumber.Shift));

    /// <summary>The first granule of the unit with the number <paramref name="unit"/>.</summary>
    public static GranuleNumber FirstGranuleOf(this IPageGeometry geometry, PageNumber unit) => new(unit.Value << (geometry.UnitShift - GranuleNumber.Shift));

    /// <summary>Which of the smallest pages that there are <paramref name="granule"/> lies in, counted from address 0: its piece, or its unit where that is never split. What recordings and counts of waits name.</summary>
    public static PageNumber SmallestOf(this IPageGeometry geometry, GranuleNumber granule) => new(granule.Value >> (geometry.PieceShift - GranuleNumber.Shift));

    /// <summary>In which of the <see cref="Interconnect.TraceEntry.Parts"/> parts of its <see cref="SmallestOf"/> <paramref name="address"/> is.</summary>
    public static byte PartOf(this IPageGeometry geometry, GuestPhysicalAddress address) =>
        (byte)((address.Value & ((1u << geometry.PieceShift) - 1)) / ((1u << geometry.PieceShift) / Interconnect.TraceEntry.Parts));
}
