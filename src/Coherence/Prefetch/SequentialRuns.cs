using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The runs of ascending faults of each CPU. A few are remembered, since copying and clearing alternate between several.
/// </summary>
internal sealed class SequentialRuns
{
    private const int RunsPerCpu = 4;

    private readonly SequentialRun[] _runs = new SequentialRun[CpuIndex.MaximumCpus * RunsPerCpu];
    private readonly int[] _oldest = new int[CpuIndex.MaximumCpus];

    /// <summary>A fault of <paramref name="cpu"/> at <paramref name="page"/>: asks for the pages behind it that are likely to follow.</summary>
    /// <returns>How many.</returns>
    public int Foretell(CpuIndex cpu, PageNumber page, AccessKind kind, Span<PrefetchRequest> ahead)
    {
        int pages = PagesAhead(cpu, page);
        for (int i = 0; i < pages; i++) ahead[i] = new PrefetchRequest(page + (uint)(i + 1), kind, showsUse: false);
        return pages;
    }

    private int PagesAhead(CpuIndex cpu, PageNumber page)
    {
        Span<SequentialRun> runs = _runs.AsSpan(cpu.Value * RunsPerCpu, RunsPerCpu);
        foreach (ref SequentialRun run in runs)
        {
            if (run.Goes(page)) return run.GoOn(page);
        }
        // Nothing led here: perhaps a run begins. It takes the place of the one that began longest ago.
        ref int oldest = ref _oldest[cpu.Value];
        runs[oldest] = new SequentialRun(page);
        oldest = (oldest + 1) % RunsPerCpu;
        return 0;
    }
}
