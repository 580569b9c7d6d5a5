using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// How often a unit of this node's window was wanted back by a node from which another took it to write it: a byte each. From the geometry's <see cref="IPageGeometry.ReturnsToSplit"/> on it is due to be split. Under
/// <see cref="LockRank.Coherence"/>.
/// </summary>
/// <param name="memory">Where the counts live.</param>
/// <param name="windows">Which units there are.</param>
public sealed unsafe class UnitReturns(IPhysicalMemory memory, WindowMap windows)
{
    private byte* _returns;

    /// <summary>Makes the counts, where units can be split. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize()
    {
        if (windows.HasPieces) _returns = memory.Pointer(memory.Allocate(windows.OwnUnits, GranuleNumber.Bytes, "counts of units that were wanted back"));
    }

    /// <summary>One more node wants <paramref name="unit"/>, of this node's window, back.</summary>
    internal void Add(PageNumber unit)
    {
        uint index = unit.Value - windows.OwnFirst.Value;
        // A foothold stays in one piece.
        if (index >= windows.OwnUnits) return;
        ref byte returns = ref _returns[index];
        if (returns != byte.MaxValue) returns++;
    }

    /// <summary>Whether <paramref name="page"/> is a unit of this node's window that is due to be split.</summary>
    internal bool AreDue(PageNumber page)
    {
        uint index = page.Value - windows.OwnFirst.Value;
        return index < windows.OwnUnits && _returns[index] >= windows.Geometry.ReturnsToSplit;
    }
}
