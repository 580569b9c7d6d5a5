using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Live;

/// <summary>Looks at a running cluster once a second, for as long as anybody wants to know: asks every node for its counters, and makes of two answers what happened between them. Nobody asks otherwise, so it costs nothing then.</summary>
/// <param name="network">The way to the nodes.</param>
/// <param name="reports">Where they answer, and who leads.</param>
/// <param name="requests">Makes frames.</param>
/// <param name="nodes">The machines.</param>
/// <param name="cacheBytes">What each has room for of the others' memory.</param>
/// <param name="ending">Completes when the run ends.</param>
internal sealed class ClusterWatch(EthernetSwitch network, NodeReports reports, HostRequestWriter requests, IReadOnlyList<ClusterNode> nodes, long cacheBytes, Task ending)
{
    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Long enough for an answer to come.
    private static readonly TimeSpan _answer = TimeSpan.FromMilliseconds(50);

    // Who reads more slowly than that misses the oldest.
    private const int KeptSamples = 4;
    private const int HotPages = 16;

    private readonly object _gate = new();
    private readonly List<Channel<ClusterSample>> _watchers = [];
    private readonly Dictionary<int, NodeReading> _last = [];
    private byte _request;
    private bool _looks;

    /// <summary>What it does from now on, once a second; ends with the run.</summary>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<ClusterSample> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<ClusterSample> samples = Channel.CreateBounded<ClusterSample>(new BoundedChannelOptions(KeptSamples) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _watchers.Add(samples);
            bool looks = _looks;
            _looks = true;
            if (!looks) _ = LookAsync();
        }

        try
        {
            await foreach (ClusterSample sample in samples.Reader.ReadAllAsync(cancellation)) yield return sample;
        }
        finally
        {
            lock (_gate) _watchers.Remove(samples);
        }
    }

    /// <summary>What every node has counted by now. Not while anybody watches.</summary>
    /// <param name="limit">How long the nodes have for it; frames may be lost, so they are asked again meanwhile.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Each node's, by its number.</returns>
    /// <exception cref="LaunchException">If one has not answered by then: says which.</exception>
    public async Task<IReadOnlyDictionary<int, NodeReading>> ReadAsync(TimeSpan limit, CancellationToken cancellation)
    {
        Dictionary<int, NodeReading> readings = [];
        int[] missing = [];
        byte before = _request;
        for (Stopwatch since = Stopwatch.StartNew(); since.Elapsed < limit && !ending.IsCompleted;)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ClusterNode node in nodes)
            {
                // What is late is an answer to somebody earlier.
                if (reports.Live.TakeReading(node.Index) is { } reading && (sbyte)(reading.Request - before) > 0) readings[node.Index] = reading;
            }

            missing = [.. nodes.Where(node => node.IsStarted && node.IsInCluster).Select(node => node.Index).Except(readings.Keys)];
            if (missing.Length == 0) return readings;
            Ask(missing);
            await Task.WhenAny(ending, Task.Delay(_answer, cancellation));
        }

        throw new LaunchException(ExitStatus.GuestDied, $"node {string.Join(", ", missing)} did not say within {limit.TotalSeconds:0} s what it has counted");
    }

    private async Task LookAsync()
    {
        _last.Clear();
        while (true)
        {
            // What arrives within the period counts; an answer may be lost, or its node stand still.
            Ask(nodes.Select(node => node.Index));
            await Task.WhenAny(ending, Task.Delay(Period));
            ClusterSample sample = Take();
            lock (_gate)
            {
                foreach (Channel<ClusterSample> watcher in _watchers)
                {
                    if (sample.Nodes.Count > 0) watcher.Writer.TryWrite(sample);
                    if (ending.IsCompleted) watcher.Writer.Complete();
                }

                if (ending.IsCompleted) _watchers.Clear();
                if (_looks = _watchers.Count > 0) continue;
                return;
            }
        }
    }

    private void Ask(IEnumerable<int> machines)
    {
        if (reports.Leader is not { } leader) return;
        _request++;
        foreach (ClusterNode node in machines.Select(machine => nodes[machine]).Where(node => node.IsStarted && node.IsInCluster)) network.Send(node.Index, requests.Counters(QemuNic.AddressOf(node.Index), leader.Epoch, _request));
    }

    private ClusterSample Take()
    {
        List<NodeSample> samples = [];
        List<(int Node, HotPage Page, ulong Instruction, double Seconds)> waits = [];
        foreach (ClusterNode node in nodes)
        {
            if (reports.Live.TakeReading(node.Index) is not { } reading) continue;
            // Another machine in the place of one that has left counts from 0.
            if (_last.TryGetValue(node.Index, out NodeReading? before) && reading.Counts[Counter.Traps] >= before.Counts[Counter.Traps])
            {
                samples.Add(NodeSample.Between(node.Index, before, reading, cacheBytes));
                double seconds = (reading.Taken - before.Taken).TotalSeconds;
                waits.AddRange(reading.Counts.HotPages.Select((page, i) => (node.Index, page, reading.Counts.HotInstructions[i], seconds)));
            }

            _last[node.Index] = reading;
        }

        return new ClusterSample(reports.Live.Now.TotalSeconds, samples, Hottest(waits));
    }

    private static HotPageSample[] Hottest(IEnumerable<(int Node, HotPage Page, ulong Instruction, double Seconds)> waits) =>
        [.. waits.GroupBy(wait => wait.Page.Page.Value, (page, all) =>
            {
                PageWaiter[] waiters = [.. all.Select(wait => new PageWaiter(wait.Node, wait.Page.Waits / wait.Seconds, wait.Instruction)).OrderByDescending(waiter => waiter.WaitsPerSecond)];
                return new HotPageSample(page, waiters.Sum(waiter => waiter.WaitsPerSecond), waiters);
            })
            .OrderByDescending(page => page.WaitsPerSecond).ThenBy(page => page.Page).Take(HotPages)];
}
