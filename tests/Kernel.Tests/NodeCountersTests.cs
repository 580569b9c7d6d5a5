using System.Threading;
using Pilevisor.Fakes;
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

    [Fact]
    public void What_several_CPUs_count_at_once_is_all_there()
    {
        const int Cpus = 4;
        const int Rounds = 500_000;
        NodeCounters counters = new(new ThreadProcessor());
        using Barrier start = new(Cpus);
        Thread[] threads = new Thread[Cpus];
        for (int i = 0; i < Cpus; i++)
        {
            int cpu = i;
            threads[i] = new Thread(() => CountOn(cpu, counters, start));
            threads[i].Start();
        }
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(Cpus * (ulong)Rounds, counters[Counter.Traps]);
        Assert.Equal((Cpus * (ulong)Rounds, Cpus * (ulong)Rounds * 60), (counters.Messages(0x20), counters.MessageBytes(0x20)));
        Assert.Equal(Cpus * (ulong)Rounds, counters.FaultLatencies(NodeCounters.LatencyBucket(500)));

        static void CountOn(int cpu, NodeCounters counters, Barrier start)
        {
            ThreadProcessor.RunOn(cpu);
            start.SignalAndWait();
            for (int i = 0; i < Rounds; i++)
            {
                counters.Add(Counter.Traps);
                counters.AddMessage(0x20, 60);
                counters.AddFaultLatency(500);
            }
        }
    }
}
