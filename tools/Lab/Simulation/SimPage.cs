using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>What a simulated node has of a page, apart from what its protocol knows: 16 bytes.</summary>
internal struct SimPage
{
    /// <summary>Which write its content is from; <see cref="SimMessage.NoContent"/> for none.</summary>
    public int Version;

    /// <summary>Counts holds, so that an end of hold is not taken for another one's.</summary>
    public ushort Hold;

    /// <summary>What the guest may do.</summary>
    public PagePermission Permission;

    /// <summary>It has a frame of the cache.</summary>
    public bool HasFrame;

    /// <summary>The protocol was asked to give it up.</summary>
    public bool IsEvicting;

    /// <summary>An access was begun, perhaps ahead of the guest, and is not yet granted.</summary>
    public bool IsWanted;

    /// <summary>Asked for ahead of the guest, and nobody has waited for it since: it is not held when it comes.</summary>
    public bool IsPrefetched;

    /// <summary>Asked for ahead of the guest, and its first use is to be shown to the prefetch policy: until then the guest sees no more than <see cref="Shown"/>.</summary>
    public bool IsForetold;

    /// <summary>What the guest can do without a trap: <see cref="Permission"/>, unless the page is foretold.</summary>
    public PagePermission Shown;

    /// <summary>A frame is kept for it, since it may come along with another; no CPU has waited for it since.</summary>
    public bool IsAlong;

    /// <summary>It came along and the guest has not touched it yet.</summary>
    public bool IsBlank;

    /// <summary>A hold is under way.</summary>
    public bool IsHeld;
}
