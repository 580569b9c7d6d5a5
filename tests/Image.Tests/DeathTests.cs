using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Machines that die while the guest runs.</summary>
[Collection(Machines.Collection)]
public class DeathTests(Machines machines)
{
    private const string Ticks = "while :; do echo tick; sleep 0.2; done";

    // Nobody turns the CPUs of machines that join on, and no driver takes their memory.
    private const string UsesNobody = "killall uevent; rmmod virtio_mem; echo ready";

    private static readonly ClusterConfiguration _growing = Machines.TwoNodes with { Nodes = 1, MostNodes = 3, MemoryBytes = 128 * ByteSize.MiB, Additions = [] };

    [Theory]
    [InlineData("VirtCluster")]
    [InlineData("VirtDynamicOwner")]
    public async Task The_guest_goes_on_without_machines_that_it_does_not_use(string variant)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(_growing with { Variant = variant, Command = $"{UsesNobody}; {Ticks}" }, collector, cancellation);
        await collector.LinesAsync(1).WaitAsync(Machines.Limit, cancellation);
        ClusterWatch watch = new(cluster);
        for (int round = 1; round <= 2; round++)
        {
            await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
            await watch.HappensAsync("joined", 1, round);
            await cluster.Nodes[1].Process!.KillAsync();
            await watch.HappensAsync("died", 1, round);
        }

        // Its place is free, and the others agree.
        await cluster.AddAsync(new NodeAddition(2, TimeSpan.Zero));
        await watch.HappensAsync("joined", 2, 1);
        await watch.EventuallyAsync(() => cluster.Nodes[0].Status is { View: 5 } && cluster.Nodes[2].Status is { View: 5 });
        int lines = collector.Text.Count(c => c == '\n');
        await watch.EventuallyAsync(() => collector.Text.Count(c => c == '\n') > lines);
        await cluster.StopAsync();
    }

    [Fact]
    public async Task A_machine_that_dies_before_it_is_ready_leaves_its_place_at_once()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(_growing with { Command = $"{UsesNobody}; {Ticks}" }, collector, cancellation);
        await collector.LinesAsync(1).WaitAsync(Machines.Limit, cancellation);
        ClusterWatch watch = new(cluster);
        await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
        await watch.EventuallyAsync(() => cluster.Nodes[1].Number is not null);
        await cluster.Nodes[1].Process!.KillAsync();
        await cluster.AddAsync(new NodeAddition(2, TimeSpan.Zero));
        await watch.HappensAsync("joined", 2, 1);
        await cluster.StopAsync();
    }

    // Whatever it still had decides whether the guest goes on; either way nobody hangs, nobody panics, and what happened is said.
    [Theory]
    [InlineData("VirtCluster")]
    [InlineData("VirtMsi")]
    public async Task A_machine_that_dies_while_it_leaves_is_out_or_ends_the_run_in_order(string variant)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(_growing with { Variant = variant, Command = Ticks, KernelSeries = "6.12" }, new OutputCollector(), cancellation);
        await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
        ClusterWatch watch = new(cluster);
        await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
        await watch.HappensAsync("running", 1, 1);
        Task<string?> removal = cluster.RemoveAsync(1, cancellation);
        await watch.HappensAsync("leaving", 1, 1);
        await cluster.Nodes[1].Process!.KillAsync();
        await Task.WhenAny(watch.HappensAsync("died", 1, 1), watch.HappensAsync("left", 1, 1), cluster.Ended).WaitAsync(Machines.Limit, cancellation);
        await removal;
        if (cluster.Ended.IsCompleted) IsLost(cluster, await cluster.Ended, 1);
        else Assert.True(cluster.Nodes[1].HasLeft);
        await cluster.StopAsync();
    }

    [Fact]
    public async Task Without_a_machine_that_the_guest_uses_all_stop_in_order_and_say_what_is_lost()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration three = Machines.TwoNodes with { Nodes = 3, Command = "echo ready; stream 1000" };
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(three, collector, cancellation);
        await collector.LinesAsync(1).WaitAsync(Machines.Limit, cancellation);
        await cluster.Nodes[1].Process!.KillAsync();
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        IsLost(cluster, end, 1);
        Assert.Contains("MiB of the guest's memory since it booted; lost vCPUs: 1, lost pages of others' memory: ", end.Message, StringComparison.Ordinal);
        Assert.Equal([0, 2], cluster.Counts.Keys.Order());
    }

    private static void IsLost(Cluster cluster, ClusterEnd end, int node)
    {
        Assert.True(end.Reason == ClusterEndReason.NodeLost, $"{end.Reason}: {end.Message}\n{cluster.Progress()}");
        Assert.StartsWith($"node {node} has died: its machine has ended", end.Message, StringComparison.Ordinal);
        Assert.All(cluster.Nodes.Where(n => n.Index != node && n.Process is not null), n => Assert.Equal(0, n.Process!.Ended.Result));
    }
}
