using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class LatencySummaryTests
{
    [Fact]
    public void Percentiles_are_of_the_sorted_latencies()
    {
        ulong[] histogram = new ulong[NodeCounters.LatencyBuckets];
        for (ulong us = 1; us <= 100; us++) histogram[NodeCounters.LatencyBucket(us)]++;
        LatencySummary summary = LatencySummary.Of(histogram)!;
        Assert.Equal(100ul, summary.Count);
        Assert.Equal(1ul, summary.Minimum);
        Assert.Equal(NodeCounters.LatencyBucketStart(NodeCounters.LatencyBucket(50)), summary.Median);
        Assert.Equal(NodeCounters.LatencyBucketStart(NodeCounters.LatencyBucket(90)), summary.P90);
        Assert.Equal(NodeCounters.LatencyBucketStart(NodeCounters.LatencyBucket(99)), summary.P99);
    }

    [Fact]
    public void Of_nothing_there_is_no_summary() => Assert.Null(LatencySummary.Of(new ulong[NodeCounters.LatencyBuckets]));
}
