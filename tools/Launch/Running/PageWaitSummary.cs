using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>How much of the guest's time went into waiting for pages, and for which: why a cluster is slow, if it is.</summary>
/// <param name="Share">Of the time of all CPUs, 0 to 1.</param>
/// <param name="ShareByNode">Of the time of each node's CPUs, 0 to 1.</param>
/// <param name="HotPages">The pages that were waited for most often, the hottest first.</param>
public sealed record PageWaitSummary(double Share, IReadOnlyList<double> ShareByNode, IReadOnlyList<HotPage> HotPages)
{
    private const int PagesInWords = 4;

    /// <summary>Sums up what the nodes counted.</summary>
    /// <param name="counts">Each node's, by number.</param>
    /// <param name="cpusPerNode">CPUs of each.</param>
    /// <param name="guestTime">How long the guest has run.</param>
    public static PageWaitSummary Of(IReadOnlyList<NodeCounts> counts, int cpusPerNode, TimeSpan guestTime)
    {
        double[] shares = counts.Select(node => node[Counter.PageWaitMicroseconds] / (guestTime.TotalMicroseconds * cpusPerNode)).ToArray();
        return new PageWaitSummary(shares.Average(), shares, NodeCounts.Sum(counts).HotPages);
    }

    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        string nodes = string.Join(", ", ShareByNode.Select((share, node) => $"node {node}: {share:P0}"));
        string line = FormattableString.Invariant($"CPUs waited {Share:P0} of their time for pages ({nodes})");
        if (HotPages.Count == 0) return line;
        return $"{line}, most often for {string.Join(", ", HotPages.Take(PagesInWords).Select(page => $"0x{page.Page.Value:x} ({page.Waits} times)"))}";
    }
}
