using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class NodeCountersTests
{
    [Fact]
    public void Every_latency_lies_in_its_bucket()
    {
        for (ulong microseconds = 0; microseconds < 100_000; microseconds++)
        {
            int bucket = NodeCounters.LatencyBucket(microseconds);
            Assert.InRange(microseconds, NodeCounters.LatencyBucketStart(bucket), NodeCounters.LatencyBucketStart(bucket + 1) - 1);
        }
    }

    [Fact]
    public void What_is_longer_than_any_bucket_falls_into_the_last() =>
        Assert.Equal(NodeCounters.LatencyBuckets - 1, NodeCounters.LatencyBucket(ulong.MaxValue));
}
