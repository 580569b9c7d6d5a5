using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What follows from the size of a unit.</summary>
public static class PageGeometryExtensions
{
    /// <summary>Bytes in a unit.</summary>
    public static uint UnitBytes(this IPageGeometry geometry) => 1u << geometry.UnitShift;

    /// <summary>Pages of the granule in a unit.</summary>
    public static uint UnitPages(this IPageGeometry geometry) => 1u << (geometry.UnitShift - PageNumber.Shift);

    /// <summary>The number of the unit that holds <paramref name="page"/> of the granule.</summary>
    public static PageNumber UnitOf(this IPageGeometry geometry, PageNumber page) => new(page.Value >> (geometry.UnitShift - PageNumber.Shift));

    /// <summary>The first page of the granule in the unit with the number <paramref name="unit"/>.</summary>
    public static PageNumber FirstPageOf(this IPageGeometry geometry, PageNumber unit) => new(unit.Value << (geometry.UnitShift - PageNumber.Shift));

    /// <summary>Which of the smallest pages that there are <paramref name="page"/> of the granule lies in, counted from address 0: its piece, or its unit where that is never split. What recordings and counts of waits name.</summary>
    public static PageNumber SmallestOf(this IPageGeometry geometry, PageNumber page) => new(page.Value >> (geometry.PieceShift - PageNumber.Shift));

    /// <summary>In which of the <see cref="Interconnect.TraceEntry.Parts"/> parts of its <see cref="SmallestOf"/> <paramref name="address"/> is.</summary>
    public static byte PartOf(this IPageGeometry geometry, GuestPhysicalAddress address) =>
        (byte)((address.Value & ((1u << geometry.PieceShift) - 1)) / ((1u << geometry.PieceShift) / Interconnect.TraceEntry.Parts));
}
