using System;

namespace Pilevisor.Coherence;

/// <summary>
/// How much memory aggregation has under way at most, and so how many of its messages can wait. What each node may ask for ahead, and may be giving up, is less the more nodes there are: all of them may turn to one.
/// </summary>
/// <param name="nodes">How many nodes the cluster has.</param>
/// <param name="cpus">How many CPUs, on all nodes together.</param>
public readonly struct TransactionBounds(int nodes, int cpus)
{
    // Of all nodes together, while each may have one at least.
    private const int AheadInCluster = 64;
    private const int EvictionsInCluster = 32;

    // A transaction's messages that one node sends, besides the invalidations: a request, its forward or a recall by the page's home, the answer without content, an acknowledgement, and which pages do not come along.
    private const int MessagesBesideInvalidations = 5;

    /// <summary>The most pages a node has asked for ahead of its guest: 1 to <see cref="IPrefetchPolicy.MaximumAhead"/>.</summary>
    public int Prefetches => Math.Min(IPrefetchPolicy.MaximumAhead, Math.Max(1, AheadInCluster / nodes));

    /// <summary>The most pages of a node that are on their way out: 1 to <see cref="FrameReclaimer.MaximumEvictions"/>.</summary>
    public int Evictions => Math.Min(FrameReclaimer.MaximumEvictions, Math.Max(1, EvictionsInCluster / nodes));

    /// <summary>The most transactions under way in the cluster: one a CPU that waits for a page, and what each node does by itself.</summary>
    public int Transactions => cpus + (nodes * (Prefetches + Evictions));

    /// <summary>The most messages without content that one node can have waiting: all transactions may be about pages that it owns and that all others have copies of.</summary>
    public int Messages => Transactions * (nodes - 1 + MessagesBesideInvalidations);

    /// <summary>
    /// The most pages that one node can have waiting: one for each transaction, and what a fault makes leave at once under a protocol that gives pages up without asking (<see cref="FrameCache.MaximumReserve"/>).
    /// </summary>
    public int Pages => Transactions + (int)FrameCache.MaximumReserve;
}
