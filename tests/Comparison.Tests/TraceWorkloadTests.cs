using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Lab;
using Pilevisor.Lab.Prefetching;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch;
using Pilevisor.Launch.Traces;
using Xunit;

namespace Pilevisor.Comparison.Tests;

public class TraceWorkloadTests
{
    [Fact]
    public void Each_access_costs_the_messages_that_the_protocol_needs_for_it()
    {
        // Node 1 reads a page of node 0, writes it; node 0 reads it back, which is an answer with the page.
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 r 0x40001 500", "1000000 1 0 w 0x40001 500", "2000000 0 0 r 0x40001 500"));
        Assert.Equal(Counts(("GetShared", 1), ("Data", 2), ("GetExclusive", 1), ("ExclusiveGrant", 1), ("ForwardShared", 1)), Messages(result));
        Assert.Equal((3, 3, 2, 1), ((int)result.Counts.Accesses, (int)result.Counts.Faults, (int)result.Counts.ReadFaults, (int)result.Counts.Upgrades));
        Assert.Equal(0, result.Counts.ZeroPages);
    }

    [Fact]
    public void The_same_accesses_cost_the_other_protocol_its_own_messages()
    {
        SimResult result = Replay("MsiDirectory", SmallTrace.Of("1000 1 0 r 0x40001 500", "1000000 1 0 w 0x40001 500", "2000000 0 0 r 0x40001 500"));
        Assert.Equal(Counts(("GetShared", 1), ("Data", 1), ("Upgrade", 1), ("Grant", 1), ("RecallShared", 1), ("PutShared", 1)), Messages(result));
    }

    [Fact]
    public void A_page_that_another_node_first_writes_is_all_zero_and_travels_as_a_flag()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 w 0x40001 500"));
        Assert.Equal(Counts(("GetExclusive", 1), ("ExclusiveData", 1)), Messages(result));
        Assert.Equal(1, result.Counts.ZeroPages);
        Assert.Equal(2 * SimFrameSizes.Message, result.Counts.AllBytes);
    }

    [Fact]
    public void A_read_that_asked_for_the_page_to_write_it_gets_it_at_once()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 x 0x40001 500", "1000000 1 0 w 0x40001"));
        Assert.Equal(Counts(("GetExclusive", 1), ("ExclusiveData", 1)), Messages(result));
        Assert.Equal((2, 1, 1), ((int)result.Counts.Accesses, (int)result.Counts.Faults, (int)result.Counts.ReadFaults));
    }

    [Fact]
    public void A_page_asked_for_ahead_is_here_when_the_guest_wants_it()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 r 0x40001 500", "1100 1 0 pr 0x40002", "1000000 1 0 r 0x40002"));
        Assert.Equal(Counts(("GetShared", 2), ("Data", 2)), Messages(result));
        Assert.Equal((2, 1, 1), ((int)result.Counts.Accesses, (int)result.Counts.Faults, (int)result.Counts.Prefetches));
    }

    [Fact]
    public void A_page_that_was_only_asked_for_ahead_is_not_held()
    {
        // Node 0 wants page 2 back while node 1 would still hold it, had its guest asked for it: the hold is far longer than the trace.
        SimOptions options = new() { HoldNanoseconds = 50_000_000 };
        SimResult ahead = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 r 0x40001 500", "1100 1 0 pw 0x40002", "1000000 0 0 w 0x40002 500"), options);
        SimResult asked = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 w 0x40002 500", "1000000 0 0 w 0x40002 500"), options);
        Assert.InRange(ahead.Counts.Latency.MaximumNanoseconds, 1, options.HoldNanoseconds / 10);
        Assert.InRange(asked.Counts.Latency.MaximumNanoseconds, options.HoldNanoseconds / 2, options.HoldNanoseconds);
    }

    [Fact]
    public void A_page_that_left_is_fetched_again()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 w 0x40001 500", "1000000 1 0 r 0x40002 500", "1000100 1 0 e 0x40001 100", "2000000 1 0 r 0x40001 500"));
        Assert.Equal(Counts(("GetExclusive", 1), ("ExclusiveData", 1), ("PutRequest", 1), ("ForwardPut", 1), ("PutData", 1), ("GetShared", 2), ("Data", 2)), Messages(result));
        Assert.Equal(1, result.Counts.Evictions);
    }

    [Fact]
    public void A_held_page_leaves_when_its_hold_is_over()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("1000 1 0 r 0x40001 500", "11500 1 0 r 0x40002 500", "11600 1 0 e 0x40001 100", "9000000 1 0 r 0x40001 500"));
        Assert.Equal(1, result.Counts.Evictions);
        Assert.Equal(Counts(("GetShared", 3), ("Data", 3)), Messages(result));
    }

    [Fact]
    public void Gaps_are_kept_and_waits_are_the_simulators()
    {
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of("0 1 0 r 0x40001 90000000", "90500000 1 0 r 0x40002 90000000"));
        Assert.Equal(500_000 + result.Counts.Latency.SumNanoseconds, result.VirtualNanoseconds);
    }

    [Fact]
    public void Recorded_times_can_be_kept_instead()
    {
        RecordedTrace trace = SmallTrace.Of("0 1 0 r 0x40001 90000000", "90500000 1 0 r 0x40002 90000000");
        SimResult result = SimRun.Run(Protocol("OwnerDirectory"), trace.Fit(new SimOptions()), new TraceWorkload(trace, TracePace.Times), SmallTrace.Name, TestContext.Current.CancellationToken);
        Assert.Equal(90_500_000 + result.Counts.Latency.MaximumNanoseconds, result.VirtualNanoseconds);
    }

    [Fact]
    public void Nodes_get_a_page_in_the_recorded_order_though_one_runs_ahead()
    {
        // By its gaps node 0 would write three times before node 1 does once; recorded were turns.
        string[] turns = ["0 0 0 w 0x40001", "1000 1 0 w 0x40001 90000000", "90002000 0 0 w 0x40001 500", "90004000 1 0 w 0x40001 500", "90006000 0 0 w 0x40001 500"];
        SimResult result = Replay("OwnerDirectory", SmallTrace.Of(turns));
        Assert.Equal(4, result.Counts.Faults);
    }

    [Fact]
    public void A_replay_is_repeatable()
    {
        string[] records = [.. Enumerable.Range(0, 200).Select(i => $"{i * 1000} {i % 2} 0 {(i % 3 == 0 ? 'w' : 'r')} 0x4000{i % 7} 500")];
        Assert.Equal(Replay("MsiDirectory", SmallTrace.Of(records)).VirtualNanoseconds, Replay("MsiDirectory", SmallTrace.Of(records)).VirtualNanoseconds);
    }

    [Fact]
    public void What_cannot_be_replayed_is_refused()
    {
        Assert.Contains("no access", Assert.Throws<LabException>(() => SmallTrace.Of()).Message, StringComparison.Ordinal);
        string single = SmallTrace.Text("1000 0 0 r 0x40001").Replace("nodes 2", "nodes 1", StringComparison.Ordinal).Replace("cpus 1 1\nwindow 1 0x60000 8\nlost 1 0\n", "", StringComparison.Ordinal);
        LabException alone = Assert.Throws<LabException>(() => new RecordedTrace(TraceReader.Read(new StringReader(single), SmallTrace.Name), SmallTrace.Name));
        Assert.Contains("single node", alone.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<LaunchException>(() => WorkloadSource.Named("no/such.trace")).Message, StringComparison.Ordinal);
        Assert.Contains("there is no workload", Assert.Throws<LabException>(() => WorkloadSource.Named("nonsense")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_takes_the_place_of_what_was_asked_for_ahead()
    {
        string[] records = ["1000 1 0 r 0x40001 500", "1100 1 0 pr 0x40005", "100000 1 0 r 0x40005"];
        Assert.Equal((1, 1), Asked(records, null));
        Assert.Equal((0, 2), Asked(records, "NoPrefetch"));
    }

    [Fact]
    public void A_policy_sees_the_recorded_pages()
    {
        // One page after the other is read ahead of; every other page is not.
        Assert.Equal((1, 2), Asked(["1000 1 0 r 0x40001 500", "100000 1 0 r 0x40002 500", "900000 1 0 r 0x40003"], "SequentialPrefetch"));
        Assert.Equal((0, 3), Asked(["1000 1 0 r 0x40001 500", "100000 1 0 r 0x40003 500", "900000 1 0 r 0x40005"], "SequentialPrefetch"));
    }

    [Fact]
    public void A_policy_asks_for_the_neighbours_of_recorded_pages_as_in_an_image() =>
        Assert.Equal((1, 2), Asked(["1000 1 0 r 0x40001 500", "100000 1 0 r 0x40002 500"], "SequentialPrefetch"));

    private static (long Ahead, long Faults) Asked(string[] records, string? policy)
    {
        SimCounts counts = Replay("OwnerDirectory", SmallTrace.Of(records), new SimOptions { Prefetch = policy is null ? null : PrefetchCatalog.Named(policy)[0] }).Counts;
        return (counts.Prefetches, counts.Faults);
    }

    private static SimResult Replay(string protocol, RecordedTrace trace, SimOptions? options = null) =>
        SimRun.Run(Protocol(protocol), options ?? new SimOptions(), WorkloadSource.Of(trace), TestContext.Current.CancellationToken);

    private static ProtocolInfo Protocol(string name) => ProtocolCatalog.Named(name)[0];

    private static SortedDictionary<string, long> Messages(SimResult result)
    {
        ProtocolInfo protocol = Protocol(result.Protocol);
        return new(Enumerable.Range(0, result.Counts.Messages.Length).Where(kind => result.Counts.Messages[kind] != 0).ToDictionary(kind => protocol.MessageName((byte)kind), kind => result.Counts.Messages[kind]));
    }

    private static SortedDictionary<string, long> Counts(params (string Name, long Count)[] counts) => new(counts.ToDictionary(count => count.Name, count => count.Count));
}
