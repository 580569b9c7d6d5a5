using System;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>A workload that makes its accesses up.</summary>
/// <param name="options">The cluster it is for.</param>
public abstract class GeneratedWorkload(SimOptions options) : IWorkload
{
    // What a CPU computes between two accesses of shared pages.
    private const int LeastThinkNanoseconds = 200;
    private const int MostThinkNanoseconds = 2_000;

    /// <summary>The cluster.</summary>
    protected SimOptions Options { get; } = options;

    /// <inheritdoc/>
    public abstract bool TryNext(int cpu, Random random, out SimAccess access);

    /// <summary>An access after a usual time to think.</summary>
    protected static SimAccess Access(int page, bool isWrite, Random random) =>
        new(page, isWrite ? AccessKind.Write : AccessKind.Read, random.Next(LeastThinkNanoseconds, MostThinkNanoseconds));

    /// <summary>The node of a CPU.</summary>
    protected int NodeOf(int cpu) => cpu / Options.CpusPerNode;

    /// <summary>A page of a node's window.</summary>
    protected int PageOf(int node, int index) => (node * Options.PagesPerNode) + (index % Options.PagesPerNode);
}
