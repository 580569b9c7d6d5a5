using System.Collections.Generic;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Soak;

/// <summary>What came of a leg.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Problem">What was wrong; null if nothing was.</param>
/// <param name="MostWaitingFrames">The most frames that a node had waiting for their acknowledgement when it said how it was, once a second.</param>
/// <param name="Counts">What all nodes counted; null if not every node has reported.</param>
/// <param name="Ports">What went through the switch's ports.</param>
public sealed record SoakResult(SoakLeg Leg, double Seconds, string? Problem, uint MostWaitingFrames, NodeCounts? Counts, IReadOnlyList<PortCounts> Ports)
{
    /// <summary>Accesses that had to ask another node.</summary>
    public ulong Misses => Counts?.Misses ?? 0;

    /// <summary>Frames that were sent again.</summary>
    public ulong Retransmissions => Counts?[Counter.Retransmissions] ?? 0;
}
