using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>An access of the guest that stage 2 refused, from then until it is granted: see <see cref="PageFaults"/>.</summary>
/// <param name="touched">Which granule it touches.</param>
/// <param name="kind">What for.</param>
/// <param name="site">What a recording says besides.</param>
/// <param name="wait">Since when, and how long it may take.</param>
/// <param name="came">When in the guest's time, if anybody records.</param>
internal struct PageFault(GranuleNumber touched, AccessKind kind, AccessSite site, Wait wait, Cycles came)
{
    /// <summary>Since when, and how long it may take.</summary>
    public Wait Wait = wait;

    /// <summary>Which granule it touches.</summary>
    public readonly GranuleNumber Touched = touched;

    /// <summary>What for.</summary>
    public readonly AccessKind Kind = kind;

    /// <summary>What a recording says besides.</summary>
    public readonly AccessSite Site = site;

    /// <summary>When in the guest's time.</summary>
    public readonly Cycles Came = came;

    /// <summary>The page that what it touches was kept in at the last try.</summary>
    public PageNumber Page;

    /// <summary>What the protocol is asked for.</summary>
    public AccessKind Asked;

    /// <summary>Whether the page was mapped when the access was refused, so that this CPU's TLB may know less than stage 2 says.</summary>
    public bool WasMapped;

    /// <summary>Whether a try has failed.</summary>
    public bool HasWaited;
}
