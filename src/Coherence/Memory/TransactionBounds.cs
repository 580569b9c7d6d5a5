using System;

namespace Pilevisor.Coherence;

/// <summary>
/// How much memory aggregation has under way at most, and so how many of its messages can wait. What each node may ask for ahead, and may be giving up, is less the more nodes there are, since all of them may turn to one, and the
/// larger a page is, since each has room for all of it.
/// </summary>
/// <param name="nodes">How many nodes the cluster has.</param>
/// <param name="cpus">How many CPUs, on all nodes together.</param>
/// <param name="unitShift">log2 of a page's bytes.</param>
public readonly struct TransactionBounds(int nodes, int cpus, int unitShift)
{
    // Of all nodes together, while each may have one at least.
    private const int AheadInCluster = 64;
    private const int EvictionsInCluster = 32;
    private const int MostKeptFree = 32;

    // Pages up to so large are counted; of larger ones there are as many as make the same bytes.
    private const int CountedShift = 16;

    // A transaction's messages that one node sends, besides the invalidations: a request, its forward or a recall by the page's home, the answer without content, an acknowledgement, and which pages do not come along.
    private const int MessagesBesideInvalidations = 5;

    /// <summary>The most pages a node has asked for ahead of its guest: 1 to <see cref="IPrefetchPolicy.MaximumAhead"/>.</summary>
    public int Prefetches => Math.Min(IPrefetchPolicy.MaximumAhead, Math.Max(1, Fewer(AheadInCluster) / nodes));

    /// <summary>The most pages of a node that are on their way out: 1 to <see cref="FrameReclaimer.MaximumEvictions"/>.</summary>
    public int Evictions => Math.Min(FrameReclaimer.MaximumEvictions, Math.Max(1, Fewer(EvictionsInCluster) / nodes));

    /// <summary>The most frames of its cache that a node keeps free, and so the most pages that leave in one go: 1 to 32.</summary>
    public int KeptFree => Math.Max(1, Fewer(MostKeptFree));

    /// <summary>The most transactions under way in the cluster: one a CPU that waits for a page, and what each node does by itself.</summary>
    public int Transactions => cpus + (nodes * (Prefetches + Evictions));

    /// <summary>The most messages without content that one node can have waiting: all transactions may be about pages that it owns and that all others have copies of.</summary>
    public int Messages => Transactions * (nodes - 1 + MessagesBesideInvalidations);

    /// <summary>The most pages that one node can have waiting: one for each transaction, and what a fault makes leave at once under a protocol that gives pages up without asking.</summary>
    public int Pages => Transactions + KeptFree;

    private int Fewer(int pages) => pages >> Math.Max(0, unitShift - CountedShift);
}
