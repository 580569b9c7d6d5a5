using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What coherence is kept in units of: one or more whole pages of the translation granule.</summary>
public interface IPageGeometry
{
    /// <summary>Pages in a unit: a power of two.</summary>
    uint UnitPages { get; }

    /// <summary>The first page of the unit that holds <paramref name="page"/>.</summary>
    PageNumber UnitOf(PageNumber page);
}
