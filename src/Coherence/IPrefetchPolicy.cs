using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Which pages to ask for before the guest touches them. Called under <see cref="LockRank.Coherence"/>.</summary>
public interface IPrefetchPolicy
{
    /// <summary>The most that <see cref="Foretell"/> answers.</summary>
    const int MaximumAhead = 16;

    /// <summary>
    /// A CPU's access to <paramref name="page"/> must wait for another node, or is the first use of a page that was asked for ahead and
    /// <see cref="PrefetchRequest.ShowsUse"/>. Says what to ask for too, the most urgent first. What is here already is left out by the caller, and it asks for
    /// less when frames are short.
    /// </summary>
    /// <param name="cpu">Whose access.</param>
    /// <param name="page">Of what page.</param>
    /// <param name="kind">What it asks the protocol for.</param>
    /// <param name="ahead">Where the answer goes: <see cref="MaximumAhead"/> places.</param>
    /// <returns>How many places were filled.</returns>
    int Foretell(CpuIndex cpu, PageNumber page, AccessKind kind, Span<PrefetchRequest> ahead);

    /// <summary>A fault of <paramref name="cpu"/> is resolved, whether it was told or not: its guest goes on.</summary>
    void Granted(CpuIndex cpu);
}
