using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>A page to ask for ahead of the guest.</summary>
/// <param name="page">Which.</param>
/// <param name="kind">What the guest will want to do with it.</param>
/// <param name="showsUse">Whether its first use is to be shown to the policy: it costs a trap, and tells a good guess from a bad one.</param>
public readonly struct PrefetchRequest(PageNumber page, AccessKind kind, bool showsUse)
{
    /// <summary>Which page.</summary>
    public PageNumber Page { get; } = page;

    /// <summary>What the guest will want to do with it.</summary>
    public AccessKind Kind { get; } = kind;

    /// <summary>Whether its first use is to be shown to the policy.</summary>
    public bool ShowsUse { get; } = showsUse;
}
