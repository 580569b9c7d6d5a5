using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>A unit is one page of 4 KiB: little false sharing, one message a page.</summary>
public sealed class SmallPages : IPageGeometry
{
    /// <inheritdoc/>
    public uint UnitPages => 1;

    /// <inheritdoc/>
    public PageNumber UnitOf(PageNumber page) => page;
}
