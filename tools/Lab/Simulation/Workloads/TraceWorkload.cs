using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Each CPU makes the accesses that it was recorded to make, and its node asks ahead and makes pages leave as it did then.</summary>
/// <param name="trace">What was recorded.</param>
/// <param name="pace">When.</param>
public sealed class TraceWorkload(RecordedTrace trace, TracePace pace) : IWorkload
{
    private readonly int[] _next = new int[trace.Nodes * trace.CpusPerNode];

    public bool TryNext(int cpu, Random random, out SimAccess access)
    {
        access = default;
        ReadOnlySpan<TraceStep> steps = trace.StepsOf(cpu);
        if (_next[cpu] == steps.Length) return false;
        TraceStep step = steps[_next[cpu]++];
        bool keepsTime = pace == TracePace.Times;
        access = new SimAccess(step.Page, step.Kind, keepsTime ? 0 : step.GapNanoseconds) { Asks = step.Asks, After = step.After, NotBefore = keepsTime ? step.AtNanoseconds : 0, Asides = step.Asides };
        return true;
    }

    public bool IsWrittenBefore(int page) => trace.IsWrittenBefore(page);
}
