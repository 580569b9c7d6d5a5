using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Whoever asks for a page gets it at once. A page that several nodes write may leave before the CPU that asked for it got to use it, again and again: for experiments.</summary>
public sealed class NoHolds : IHoldPolicy
{
    /// <inheritdoc/>
    public Cycles LengthOf(PageNumber page) => default;
}
