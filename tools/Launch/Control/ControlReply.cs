using System.Collections.Generic;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Control;

/// <summary>What a running cluster says: a line of JSON, of which one that says <see cref="IsLast"/> ends the answer.</summary>
/// <param name="IsLast">Whether nothing follows.</param>
/// <param name="Problem">Why what was asked for is not done; null if it is.</param>
/// <param name="Event">Something that happened because of it.</param>
/// <param name="Nodes">nodes: the machines.</param>
/// <param name="Sample">watch: what the cluster did in the last second.</param>
public sealed record ControlReply(bool IsLast, string? Problem = null, ClusterEvent? Event = null, IReadOnlyList<NodeState>? Nodes = null, ClusterSample? Sample = null);
