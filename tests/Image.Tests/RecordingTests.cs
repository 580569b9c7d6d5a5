using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>A recorded run, told by its trace, is the run that the hypervisors counted.</summary>
[Collection(Machines.Collection)]
public class RecordingTests(Machines machines)
{
    private const int PingPongRounds = 20;

    [Fact]
    public async Task What_is_recorded_is_what_the_hypervisors_counted()
    {
        using RunDirectory directory = new();
        // A guest larger than a node's memory and a small cache: pages leave, too.
        ClusterConfiguration configuration = Machines.TwoNodes with { MemoryBytes = 72 * ByteSize.MiB, CacheBytes = 16 * ByteSize.MiB, Timeout = 2 * Machines.Limit, RecordFile = directory.File("run.trace.gz") };
        CommandRun run = await machines.SucceedAsync(configuration, $"stream 80; pingpong {PingPongRounds}");
        Assert.Equal(new Recording(configuration.RecordFile, run.Cluster.Recording!.Records, 0, null), run.Cluster.Recording);
        Trace trace = TraceReader.Read(configuration.RecordFile);
        TestContext.Current.TestOutputHelper?.WriteLine($"{trace.Records.Count} records in {new FileInfo(configuration.RecordFile).Length} bytes");
        Assert.Equal(run.Cluster.Recording.Records, trace.Records.Count);
        Assert.Equal(("VirtCluster", "OwnerDirectory", 0ul), (trace.Header.Variant, trace.Header.Protocol, trace.Header.Lost));
        Assert.Equal([new TraceNode(1, new PageNumber(0x40000), 72 << 8, 0), new TraceNode(1, new PageNumber(0x40000 + (72 << 8)), 72 << 8, 0)], trace.Header.Nodes);
        for (int node = 0; node < 2; node++) Explains(trace, new NodeId((ushort)node), run.Cluster.Counts[node]);
        Assert.Equal("GetShared", trace.MessageNames[0x20]);
        Assert.Empty(Directory.GetFiles(directory.Path, "*.draft"));
        Says(new TraceAnalysis(trace), run.Cluster.Counts.Values);
    }

    [Fact]
    public async Task A_run_without_a_good_end_leaves_the_earlier_trace_alone()
    {
        using RunDirectory directory = new();
        ClusterConfiguration configuration = Machines.TwoNodes with { Nodes = 1, RecordFile = directory.File("run.trace") };
        await File.WriteAllTextAsync(configuration.RecordFile, "earlier", TestContext.Current.CancellationToken);
        await using (Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), TestContext.Current.CancellationToken))
        {
            await cluster.Ready.WaitAsync(Machines.Limit, TestContext.Current.CancellationToken);
            await cluster.StopAsync();
            Assert.StartsWith("the cluster was stopped", cluster.Recording!.Problem, StringComparison.Ordinal);
        }

        Assert.Equal("earlier", await File.ReadAllTextAsync(configuration.RecordFile, TestContext.Current.CancellationToken));
        Assert.Equal([configuration.RecordFile], Directory.GetFiles(directory.Path));
    }

    // What a report says is what was counted, and pingpong's page is found: two nodes write one word of it by turns.
    private static void Says(TraceAnalysis analysis, IEnumerable<NodeCounts> counts)
    {
        NodeCounts sum = NodeCounts.Sum(counts);
        Assert.Equal(sum.Latencies.ToArray().Aggregate(0ul, (all, bucket) => all + bucket), (ulong)analysis.Wait.Waits);
        Assert.Equal(analysis.Wait, analysis.KernelWait + analysis.UserWait + analysis.OtherWait);
        Assert.Equal(analysis.Wait, analysis.WaitByNode.Aggregate((all, node) => all + node));
        Assert.Equal((sum[Counter.Prefetches], sum[Counter.Evictions]), ((ulong)analysis.Pages.Sum(page => page.Prefetches), (ulong)analysis.Pages.Sum(page => page.Evictions)));
        Assert.InRange(analysis.KernelWait.Waits, 1, analysis.Wait.Waits - analysis.UserWait.Waits);
        PageHistory turns = analysis.Pages.MaxBy(page => page.Instructions.Where(waited => !new TraceSite(waited.Key, 0).IsKernel).Sum(waited => waited.Value.Waits))!;
        TestContext.Current.TestOutputHelper?.WriteLine($"{turns.Page.Value:x}: {turns.HandOvers} hand-overs, {SharingClassifier.Of(turns).Name()}");
        Assert.InRange(turns.HandOvers, (2 * PingPongRounds) - 2, long.MaxValue);
        // Records of two nodes that come at about the same time may stand the other way round, and then two visits are taken for one.
        Assert.All(turns.Uses, use => Assert.InRange(use.WritingVisits, PingPongRounds * 3 / 4, long.MaxValue));
        // A player that fetches the page before it is its turn makes a visit that only reads: if many do, the page is mixed.
        Assert.True(SharingClassifier.Of(turns) is SharingPattern.Migratory or SharingPattern.Mixed, SharingClassifier.Of(turns).Name());
    }

    private static void Explains(Trace trace, NodeId node, NodeCounts counts)
    {
        TraceRecord[] records = trace.Records.Where(r => r.Node == node).ToArray();
        // Each access that waited is a sample of the latencies, and falls into the same bucket of them.
        ulong[] latencies = new ulong[NodeCounters.LatencyBuckets];
        foreach (TraceRecord record in records.Where(r => r.HasWaited)) latencies[NodeCounters.LatencyBucket(record.WaitNanoseconds!.Value / 1000)]++;
        Assert.Equal(counts.Latencies.ToArray(), latencies);
        ulong waitedMicroseconds = records.Where(r => r.HasWaited).Aggregate(0ul, (sum, r) => sum + (r.WaitNanoseconds!.Value / 1000));
        Assert.Equal(waitedMicroseconds, counts[Counter.PageWaitMicroseconds]);
        Dictionary<PageNumber, uint> waits = records.Where(r => r.HasWaited).GroupBy(r => r.Page).ToDictionary(page => page.Key, page => (uint)page.Count());
        Assert.Equal(waits.Values.OrderDescending().Take(IHotPages.Reported), counts.HotPages.Select(page => page.Waits));
        Assert.All(counts.HotPages, page => Assert.Equal(waits[page.Page], page.Waits));
        Assert.Equal(counts[Counter.Prefetches], (ulong)records.Count(r => r.IsPrefetch));
        Assert.Equal(counts[Counter.Evictions], (ulong)records.Count(r => r.Kind == TraceKind.Eviction));
        Assert.All(Enum.GetValues<TraceKind>(), kind => Assert.Contains(records, r => r.Kind == kind));
        // Whatever the guest or the prefetcher wanted of others' pages came from a request to a home: there is none that the trace does not tell of.
        Assert.Equal(counts[Counter.DistinctPages], (ulong)records.Where(r => (r.HasWaited || r.IsPrefetch) && trace.Header.HomeOf(r.Page) != node).Select(r => r.Page).Distinct().Count());
        Assert.Equal(counts.Messages.ToArray(), trace.Counts[node.Value].Messages.ToArray());
    }
}
