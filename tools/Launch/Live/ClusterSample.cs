using System.Collections.Generic;

namespace Pilevisor.Launch.Live;

/// <summary>What a running cluster did in the last second or so.</summary>
/// <param name="Seconds">When, since the run began.</param>
/// <param name="Nodes">What each machine did that has answered twice; one that was just asked for the first time comes with the next.</param>
/// <param name="HotPages">The pages that were waited for most often in that time, the hottest first.</param>
public sealed record ClusterSample(double Seconds, IReadOnlyList<NodeSample> Nodes, IReadOnlyList<HotPageSample> HotPages);
