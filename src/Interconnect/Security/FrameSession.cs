namespace Pilevisor.Interconnect;

/// <summary>One boot of one sender: its key, and which of its frames have come.</summary>
internal struct FrameSession
{
    /// <summary>What tells it from others.</summary>
    public SessionSalt Salt;

    /// <summary>Its key, which follows from the cluster's and its salt.</summary>
    public SessionKey Key;

    /// <summary>Which of its frames have come.</summary>
    public ReplayWindow Taken;

    /// <summary>Whether the place is in use.</summary>
    public bool IsKnown;
}
