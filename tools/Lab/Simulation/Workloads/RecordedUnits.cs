using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>The pages of a trace, as large as its header says.</summary>
/// <param name="shift">log2 of their bytes.</param>
internal sealed class RecordedUnits(int shift) : IPageGeometry
{
    public int UnitShift => shift;

    public int PieceShift => shift;

    public int ReturnsToSplit => 0;
}
