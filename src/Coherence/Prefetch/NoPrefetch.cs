using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Pages are fetched when they are touched.</summary>
public sealed class NoPrefetch : IPrefetchPolicy
{
    /// <inheritdoc/>
    public int Foretell(CpuIndex cpu, PageNumber page, AccessKind kind, Span<PrefetchRequest> ahead) => 0;

    /// <inheritdoc/>
    public void Granted(CpuIndex cpu)
    {
    }
}
