using System;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests.Live;

/// <summary>What two answers of a node say of the time between them.</summary>
public sealed class NodeSampleTests
{
    [Fact]
    public void Counters_are_rates_and_times_shares_of_the_cpus_that_run_the_guest()
    {
        NodeCounts before = Counts((Counter.ReadFetches, 100), (Counter.PageWaitMicroseconds, 5_000_000), (Counter.Retransmissions, 4));
        NodeCounts now = Counts((Counter.ReadFetches, 150), (Counter.Upgrades, 10), (Counter.PageWaitMicroseconds, 6_000_000), (Counter.Retransmissions, 4));
        NodeSample sample = NodeSample.Between(1, Reading(10, before, 9.5, idleSeconds: 3), Reading(12, now, 11.5, idleSeconds: 5), 1 << 20);
        Assert.Equal((1, 2, 2, 25.0, 5.0, 0.0), (sample.Node, sample.Cpus, sample.Vcpus, sample.ReadFetches, sample.Upgrades, sample.Retransmissions));
        Assert.Equal((0.25, 0.5, 0.25), (sample.WaitingShare, sample.IdleShare, sample.ComputingShare));
        Assert.Equal((4096, 1 << 20, 7), ((int)sample.CachedBytes, (int)sample.CacheBytes, sample.WaitingFrames));
    }

    [Fact]
    public void Latencies_are_those_of_the_waits_that_ended_meanwhile()
    {
        NodeCounts before = new();
        NodeCounts now = new();
        before.Take([Latency(300, 40)]);
        now.Take([Latency(300, 40), Latency(4000, 3)]);
        Assert.Equal(3ul, Between(before, now).Latency!.Count);
        Assert.Equal(NodeCounters.LatencyBucketStart(NodeCounters.LatencyBucket(4000)), Between(before, now).Latency!.Minimum);
        Assert.Null(Between(now, now).Latency);
    }

    [Fact]
    public void Shares_stay_within_one_when_a_status_comes_late() =>
        Assert.Equal((1.0, 0.0), (Idle(3, 4.5, 1).IdleShare, Idle(3, 4.5, 1).ComputingShare));

    [Fact]
    public void Of_a_node_without_a_newer_status_no_idle_time_is_known() => Assert.Equal(0.0, Idle(3, 3, 5).IdleShare);

    private static NodeSample Between(NodeCounts before, NodeCounts now) => NodeSample.Between(0, Reading(1, before, 1, 0), Reading(2, now, 2, 0), 0);

    private static NodeSample Idle(double first, double second, double idleSeconds) => NodeSample.Between(0, Reading(4, new(), first, 0), Reading(5, new(), second, idleSeconds * 4), 0);

    private static NodeReading Reading(double seconds, NodeCounts counts, double statusSeconds, double idleSeconds) => new(
        0, TimeSpan.FromSeconds(seconds), counts,
        new NodeStatus { Cpus = 2, Vcpus = 2, CachedBytes = 4096, WaitingFrames = 7, IdleMicroseconds = (ulong)(idleSeconds * 1e6) }, TimeSpan.FromSeconds(statusSeconds));

    private static NodeCounts Counts(params (Counter Counter, ulong Value)[] counters)
    {
        NodeCounts counts = new();
        counts.Take([.. counters.Select(counter => new CounterEntry { Table = CounterTable.Counters, Index = (byte)counter.Counter, Value = counter.Value })]);
        return counts;
    }

    private static CounterEntry Latency(ulong microseconds, ulong count) => new() { Table = CounterTable.FaultLatencies, Index = (byte)NodeCounters.LatencyBucket(microseconds), Value = count };
}
