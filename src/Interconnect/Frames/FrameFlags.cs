using System;

namespace Pilevisor.Interconnect;

/// <summary>What is special about a frame.</summary>
[Flags]
public enum FrameFlags : ushort
{
    /// <summary>Nothing: a datagram, which may be lost.</summary>
    None = 0,

    /// <summary>The frame has a place in the sequence from its sender to its receiver; without this flag its sequence number means nothing.</summary>
    Sequenced = 1,

    /// <summary>The acknowledgement field is valid.</summary>
    Acknowledges = 2,

    /// <summary>
    /// A frame after the acknowledged ones was dropped, for want of room: all that follows and is not kept is needed again, without waiting for a time-out.
    /// </summary>
    Gap = 4,

    /// <summary>The message goes on in the next frame of the sequence.</summary>
    MoreFollows = 8,

    /// <summary>Every flag there is; a frame with another bit set is refused.</summary>
    All = Sequenced | Acknowledges | Gap | MoreFollows,
}
