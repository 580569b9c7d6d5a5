using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Which pages to ask for before the guest touches them.</summary>
public interface IPrefetchPolicy
{
    /// <summary>The most that <see cref="PagesAhead"/> answers.</summary>
    const int MaximumAhead = 16;

    /// <summary>
    /// A CPU's access to <paramref name="page"/> must wait for another node. Says how many of the pages that follow it to ask for too, with the same kind of
    /// access: 0 to <see cref="MaximumAhead"/>. Those that are here already are left out by the caller, and it asks for fewer when frames are short. Called
    /// under <see cref="LockRank.Coherence"/>.
    /// </summary>
    int PagesAhead(CpuIndex cpu, PageNumber page, AccessKind kind);
}
