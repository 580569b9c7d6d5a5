using System;

namespace Pilevisor.Lab.Model;

/// <summary>Mistakes of the world around a protocol, planted to see that they are found: ways to break the promises of <see cref="Pilevisor.Coherence.IProtocolWorld"/>.</summary>
[Flags]
public enum WorldMistakes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Lowering a permission returns before the translation lookaside buffers have dropped the page: local CPUs go on using it for a while.</summary>
    LateTlbDrop = 1,

    /// <summary>Whoever waits for a page is not told that it came.</summary>
    LostWakeUp = 2,

    /// <summary>The end of a hold that is waited for is not told to the protocol.</summary>
    LostHoldEnd = 4,

    /// <summary>The protocol is told that a hold is over although a device still works on the page.</summary>
    HoldEndsUnderDevice = 8,
}
