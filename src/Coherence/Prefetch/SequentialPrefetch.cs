using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Read-ahead: a CPU whose faults go to one page after the other is given more and more of what follows, 1, 2, 4, 8, 16 pages. A few runs are remembered for
/// each CPU, since copying and clearing alternate between several.
/// </summary>
public sealed class SequentialPrefetch : IPrefetchPolicy
{
    private const int RunsPerCpu = 4;

    private readonly SequentialRun[] _runs = new SequentialRun[CpuIndex.MaximumCpus * RunsPerCpu];
    private readonly int[] _oldest = new int[CpuIndex.MaximumCpus];

    /// <inheritdoc/>
    public int PagesAhead(CpuIndex cpu, PageNumber page, AccessKind kind)
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
