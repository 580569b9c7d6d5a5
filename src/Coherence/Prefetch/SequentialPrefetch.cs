using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Read-ahead: a CPU whose faults go to one page after the other is given more and more of what follows, 1, 2, 4, 8, 16 pages.</summary>
public sealed class SequentialPrefetch : IPrefetchPolicy
{
    private readonly SequentialRuns _runs = new();

    /// <inheritdoc/>
    public int Foretell(CpuIndex cpu, PageNumber page, AccessKind kind, Span<PrefetchRequest> ahead) => _runs.Foretell(cpu, page, kind, ahead);

    /// <inheritdoc/>
    public void Granted(CpuIndex cpu)
    {
    }
}
