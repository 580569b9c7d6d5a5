namespace Pilevisor.Interconnect;

/// <summary>What came of a received frame when it was opened.</summary>
public enum FrameOpening
{
    /// <summary>It is genuine, as far as its security says, and new.</summary>
    Opened,

    /// <summary>It is none of ours: another EtherType.</summary>
    Foreign,

    /// <summary>It is not sealed, or not as this version does.</summary>
    NotSealed,

    /// <summary>It is sealed, and this image opens nothing.</summary>
    Sealed,

    /// <summary>It was sealed with another key, or changed on the way.</summary>
    NotGenuine,

    /// <summary>It has come before, or is too old to tell.</summary>
    Repeated,

    /// <summary>It is genuine and of a sender for which there is no room: see <see cref="FrameSessions.Capacity"/>.</summary>
    OneTooMany,
}
