using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Machines that join while the guest runs.</summary>
[Collection(Machines.Collection)]
public class GrowthTests(Machines machines)
{
    // What is computed, filled and checked while the machines join, and by all of them afterwards.
    private const string Load = "(until [ -e /tmp/all ]; do stream 32 && counter 2000 || touch /tmp/wrong; done) >/tmp/log & await-cpus 3 >/dev/null || exit 1; touch /tmp/all; wait; ! [ -e /tmp/wrong ] || { cat /tmp/log; exit 1; }; "
        + "stream 96 >/tmp/log && counter 3000 >>/tmp/log && litmus 64 >/tmp/litmus || { cat /tmp/log; exit 1; }; grep -c ' 0 forbidden' /tmp/litmus";

    private const string WhatThereIs = "nproc; for node in 0 1 2; do awk '/MemTotal/ { print $4 }' /sys/devices/system/node/node$node/meminfo; cat /sys/devices/system/node/node$node/cpulist; done";

    private const long NodeBytes = 256 * ByteSize.MiB;
    private const long NodeKiB = NodeBytes / ByteSize.KiB;

    private static readonly ClusterConfiguration _growing = Machines.TwoNodes with
    {
        Nodes = 1,
        MostNodes = 3,
        MemoryBytes = NodeBytes,
        Additions = [new NodeAddition(1, TimeSpan.FromSeconds(0.2)), new NodeAddition(2, TimeSpan.FromSeconds(0.4))],
    };

    // Linux before 6.12 takes all memory that is added for the first NUMA node's where there is no ACPI.
    [Theory]
    [InlineData("6.1", 3 * NodeKiB, 0, 0)]
    [InlineData("6.12", NodeKiB, NodeKiB, NodeKiB)]
    public async Task The_guest_has_the_CPUs_and_the_memory_of_machines_that_join_under_load(string kernel, long first, long second, long third)
    {
        long[] kiB = [first, second, third];
        CommandRun run = await machines.SucceedAsync(_growing with { KernelSeries = kernel }, $"{Load}; {WhatThereIs}");
        string[] seen = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["8", "3", "0", "1", "2"], [seen[0], seen[1], seen[3], seen[5], seen[7]]);
        for (int node = 0; node < kiB.Length; node++)
        {
            // The kernel keeps some of the first node's for itself, and each other has its foothold.
            long seenKiB = long.Parse(seen[2 + (2 * node)], CultureInfo.InvariantCulture);
            Assert.InRange(seenKiB, kiB[node] - (node == 0 ? 64 << 10 : 0), kiB[node] + (2 << 10));
        }

        Assert.Equal(
            ["added 1", "joined 1", "plugged 1", "running 1", "added 2", "joined 2", "plugged 2", "running 2"], run.Cluster.Events.OrderBy(e => e.Node).ThenBy(e => e.Seconds).Select(e => $"{e.Event} {e.Node}"));
        Assert.Equal([0, 1, 2], run.Cluster.Counts.Keys.Order());
        Assert.All(run.Cluster.Nodes, node => Assert.Equal(0, node.Process!.Ended.Result));
    }

    [Fact]
    public async Task Machines_join_over_a_bad_network()
    {
        // One of the machines has been on for hours: the guest does not leap to where its counter is.
        ClusterConfiguration configuration = _growing with
        {
            KernelSeries = "6.12",
            CpusPerNode = 2,
            Network = new() { Loss = 0.02, Duplication = 0.01, Reordering = 0.01 },
            Drifts = [new NodeDrift(2, 100, TimeSpan.FromHours(3))],
        };
        CommandRun run = await machines.SucceedAsync(configuration, "await-cpus 6 >/dev/null && counter 500 >/tmp/log && litmus 32 | grep -c ' 0 forbidden' && awk '{ print $1 < 3600 ? \"no leap\" : \"up for \" $1 \" s\" }' /proc/uptime");
        Assert.Equal("8\nno leap\n", run.Output);
    }

    [Fact]
    public async Task A_machine_that_ends_before_it_has_joined_ends_nothing_else()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(_growing with { MostNodes = 3, Additions = [], Command = "await-cpus 2 >/dev/null && nproc" }, collector, cancellation);
        await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
        await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
        await cluster.Nodes[1].Process!.KillAsync();
        await cluster.AddAsync(new NodeAddition(2, TimeSpan.Zero));
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
        Assert.Equal("2\n", collector.Text);
        Assert.Equal(["added 1", "lost 1"], cluster.Events.Where(e => e.Node == 1).Select(e => $"{e.Event} {e.Node}"));
        Assert.Equal([0, 2], cluster.Counts.Keys.Order());
    }

    [Fact]
    public async Task Whoever_knows_the_name_of_a_run_sees_its_nodes_and_adds_one()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string name = $"test-{Environment.ProcessId}";
        Assert.Null(ControlServer.Problem(name));
        await using Cluster cluster = await machines.Launcher.StartAsync(_growing with { CpusPerNode = 2, MostNodes = 2, Additions = [] }, new SilentObserver(), cancellation);
        await using ControlServer server = ControlServer.Start(cluster, name);
        Assert.Equal($"a run called {name} is there already: choose another name", ControlServer.Problem(name));
        await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
        Assert.Equal(
            ["node 1 can have 1 to 2 CPUs, as many as there is room for, not 3", "no such request: nodes, add, remove and watch are those that there are", "node 1 is not there"],
            [(await AskAsync(new ControlRequest("add", Cpus: 3)))[^1].Problem!, (await AskAsync(new ControlRequest("remove")))[^1].Problem!, (await AskAsync(new ControlRequest("remove", Node: 1)))[^1].Problem!]);
        ControlReply[] added = await AskAsync(new ControlRequest("add", Cpus: 1, MemoryBytes: 128 * ByteSize.MiB));
        Assert.Equal(["added", "joined", "plugged", "running"], added[..^1].Select(reply => reply.Event!.Event).Order());
        Assert.Equal((true, null), (added[^1].IsLast, added[^1].Problem));
        NodeState[] nodes = [.. (await AskAsync(new ControlRequest("nodes")))[^1].Nodes!];
        Assert.Equal(
            [("started", 2, 2, NodeBytes, NodeBytes), ("started", 1, 1, NodeBytes / 2, NodeBytes / 2)], nodes.Select(node => (node.State, node.Cpus, node.Vcpus, node.GivenBytes, node.UsedBytes)));
        Assert.NotEqual(0, nodes[1].Misses);
        ClusterSample sample = (await ControlClient.AskAsync(name, new ControlRequest("watch"), cancellation).FirstAsync(IsQuiet, cancellation).AsTask().WaitAsync(Machines.Limit, cancellation)).Sample!;
        Assert.Equal([(0, 2, 2), (1, 1, 1)], sample.Nodes.Select(node => (node.Node, node.Cpus, node.Vcpus)));
        Assert.Equal("there is room for 2 nodes, and all places are taken: up --most-nodes keeps more", (await AskAsync(new ControlRequest("add")))[^1].Problem);
        Assert.Equal("node 0 leads the cluster, and has the guest's devices: it cannot leave", (await AskAsync(new ControlRequest("remove", Node: 0)))[^1].Problem);
        ControlReply[] removed = await AskAsync(new ControlRequest("remove", Node: 1));
        Assert.Equal(["leaving", "left"], removed[..^1].Select(reply => reply.Event!.Event));
        Assert.Equal((true, null), (removed[^1].IsLast, removed[^1].Problem));
        Assert.Equal(["started", "free"], (await AskAsync(new ControlRequest("nodes")))[^1].Nodes!.Select(node => node.State));
        await cluster.StopAsync();

        // Both answer, and in a while the guest has nothing to do on either.
        static bool IsQuiet(ControlReply reply) => reply.Sample is { Nodes.Count: 2 } sample && sample.Nodes.All(node => node.IdleShare > 0.5);

        Task<ControlReply[]> AskAsync(ControlRequest request) => ControlClient.AskAsync(name, request, cancellation).ToArrayAsync(cancellation).AsTask();
    }

    // What is computed, filled and checked while machines join and leave, and how often it was wrong. A CPU may go right before a program wants to run on it; and players of litmus, each of which waits for the others on its own CPU,
    // get nowhere on one.
    private const string Work = "try() { timeout 20 \"$@\" >/tmp/this 2>&1; status=$?; [ $status = 0 -o $status = 143 ] || grep -q 'cannot run on CPU' /tmp/this || echo WRONG $* $status; cat /tmp/this; }; "
        + "(until [ -e /tmp/all ]; do try stream 32; try counter 2000; [ $(nproc) = 1 ] || try litmus 8; done) >/tmp/log &";
    private const string WorkEnds = "touch /tmp/all; wait; grep -c right /tmp/log >/tmp/right; read -r right </tmp/right; [ $right -gt 0 ] || exit 1; grep -c WRONG /tmp/log; grep -A1 WRONG /tmp/log; grep forbidden /tmp/log | grep -vc ' 0 forbidden'";

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.12")]
    public async Task The_guest_gives_back_machines_that_leave_under_load(string kernel)
    {
        (CommandRun run, string[] seen) = await GrowAndShrinkAsync(_growing with { KernelSeries = kernel, Additions = [] });
        Assert.Equal(["3", "1"], [seen[0], seen[2]]);
        long more = long.Parse(seen[1], CultureInfo.InvariantCulture);
        long less = long.Parse(seen[3], CultureInfo.InvariantCulture);
        Assert.True(2 * NodeKiB == more - less, run.Output);
        Assert.True(seen[4..] is ["0", "0"], run.Output);
        Assert.Equal(["added 1", "joined 1", "plugged 1", "running 1", "leaving 1", "left 1"], run.Cluster.Events.Where(e => e.Node == 1).Select(e => $"{e.Event} {e.Node}"));
        Assert.Equal([0, 1, 2], run.Cluster.Counts.Keys.Order());
        Assert.All(run.Cluster.Nodes, node => Assert.Equal(0, node.Process!.Ended.Result));
    }

    [Fact]
    public async Task Machines_leave_over_a_bad_network()
    {
        ClusterConfiguration configuration = _growing with { KernelSeries = "6.12", MostNodes = 2, MemoryBytes = NodeBytes / 2, Additions = [], Network = new() { Loss = 0.02, Duplication = 0.01, Reordering = 0.01 } };
        (_, string[] seen) = await GrowAndShrinkAsync(configuration);
        Assert.True(seen.Length == 6 && (seen[0], seen[2], seen[4], seen[5]) == ("2", "1", "0", "0"), string.Join("\n", seen));
    }

    [Theory]
    [InlineData("VirtDynamicOwner")]
    [InlineData("VirtEncrypted")]
    public async Task Machines_leave_whatever_the_image_is_made_of(string variant)
    {
        (_, string[] seen) = await GrowAndShrinkAsync(_growing with { Variant = variant, MostNodes = 2, MemoryBytes = NodeBytes / 2, Additions = [] });
        Assert.True(seen.Length == 6 && (seen[0], seen[2], seen[4], seen[5]) == ("2", "1", "0", "0"), string.Join("\n", seen));
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.12")]
    public async Task A_Debian_with_the_documented_udev_rules_uses_a_machine_that_joins_and_gives_it_back(string kernel)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = _growing with { KernelSeries = kernel, MostNodes = 2, MemoryBytes = 2 * NodeBytes, Additions = [] };
        using RunDirectory directory = new();
        string initrd = directory.File("debian.cpio");
        await machines.Debian.WriteAsync(initrd, configuration.KernelSeries, cancellation);
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration with { Initrd = initrd }, new SilentObserver(), cancellation);
        ClusterWatch watch = new(cluster);
        await watch.EventuallyAsync(() => cluster.Console.Text.Contains(DebianRoot.IsUp, StringComparison.Ordinal));
        await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
        await watch.HappensAsync("plugged", 1, 1);
        await watch.HappensAsync("running", 1, 1);
        string? problem = await cluster.RemoveAsync(1, cancellation);
        Assert.True(problem is null, $"{problem}\n{cluster.Progress()}");
        await cluster.StopAsync();
    }

    [Fact]
    public async Task Machines_come_and_go_again_and_again_and_leave_nothing_behind()
    {
        const int Rounds = 10;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        ClusterConfiguration configuration = _growing with { MostNodes = 2, MemoryBytes = NodeBytes / 2, Additions = [], Command = "grep MemTotal /proc/meminfo; until [ -e /tmp/end ]; do sleep 1; done" };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, collector, cancellation);
        await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
        for (int round = 0; round < Rounds; round++)
        {
            await cluster.AddAsync(new NodeAddition(1, TimeSpan.Zero));
            await new ClusterWatch(cluster).HappensAsync("plugged", 1, round + 1);
            string? problem = await cluster.RemoveAsync(1, cancellation);
            Assert.True(problem is null, $"round {round}: {problem}\n{cluster.Progress()}");
        }

        // A second later the leader has said how it is.
        await new ClusterWatch(cluster).EventuallyAsync(() => cluster.Nodes[0].Status is { View: 2 * Rounds, CachedBytes: 0, WaitingFrames: 0 });
        await cluster.StopAsync();
    }

    private async Task<(CommandRun Run, string[] Seen)> GrowAndShrinkAsync(ClusterConfiguration configuration)
    {
        const string Look = "nproc; awk '/MemTotal/ { print $2 }' /proc/meminfo";
        string Memory(string isRight) => $"until [ $(($(awk '/MemTotal/ {{ print $2 }}' /proc/meminfo) * 10 / {configuration.MemoryBytes / ByteSize.KiB})) {isRight} ]; do sleep 1; done";
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        int joins = configuration.MostNodes!.Value - 1;
        string command = $"{Work} {Memory($"-gt {joins}5")}; await-cpus {joins + 1} >/dev/null && {Look}; {Memory("-lt 12")}; await-cpus 1 200 >/dev/null && {Look}; {WorkEnds}; read -r end </dev/console";
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration with { Command = command }, collector, cancellation);
        await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
        for (int node = 1; node <= joins; node++)
        {
            await cluster.AddAsync(new NodeAddition(node, TimeSpan.Zero));
            await new ClusterWatch(cluster).HappensAsync("running", node, 1);
        }

        // The guest has seen all of it.
        await collector.LinesAsync(2).WaitAsync(Machines.Limit, cancellation);
        for (int node = joins; node >= 1; node--)
        {
            string? problem = await cluster.RemoveAsync(node, cancellation);
            Assert.True(problem is null, $"{problem}\n{cluster.Progress()}");
        }

        // The guest has seen the last of them go before that was gone.
        await cluster.WriteConsoleAsync("\n", cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}\n{cluster.Progress()}");
        return (new CommandRun(cluster.CommandStatus!.Value, collector.Text, cluster), collector.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_cluster_with_room_that_nobody_takes_runs_as_without()
    {
        CommandRun run = await machines.SucceedAsync(_growing with { Additions = [] }, $"{WhatThereIs}; echo 1 >/sys/devices/system/cpu/cpu2/online 2>/dev/null || echo denied");
        string[] seen = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1", "denied"], [seen[0], seen[^1]]);
        Assert.Equal([0], run.Cluster.Counts.Keys);
    }
}
