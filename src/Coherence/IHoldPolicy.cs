using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// How long a page just won may not leave (Mirage's delta): long enough that the CPU that waited for it makes its access, and short, since others wait for it. Called under <see cref="LockRank.Coherence"/>, when a page is won and when the
/// CPU that waited for it is back: it counts from the later of the two.
/// </summary>
public interface IHoldPolicy
{
    /// <summary>How long <paramref name="page"/> is held; 0 for not at all.</summary>
    Cycles LengthOf(PageNumber page);
}
