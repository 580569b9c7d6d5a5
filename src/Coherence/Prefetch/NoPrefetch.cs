using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Pages are fetched when they are touched.</summary>
public sealed class NoPrefetch : IPrefetchPolicy
{
    /// <inheritdoc/>
    public int PagesAhead(CpuIndex cpu, PageNumber page, AccessKind kind) => 0;
}
