using System;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Live;

/// <summary>What a node said of itself at one moment.</summary>
/// <param name="Request">The number of the request that it answers.</param>
/// <param name="Taken">When its counters arrived here, by the host's clock.</param>
/// <param name="Counts">They; its hot pages are those it has waited for since it was asked last.</param>
/// <param name="Status">How it was when it said so last; null if it has not yet.</param>
/// <param name="StatusTaken">When that arrived.</param>
public sealed record NodeReading(byte Request, TimeSpan Taken, NodeCounts Counts, NodeStatus? Status, TimeSpan StatusTaken);
