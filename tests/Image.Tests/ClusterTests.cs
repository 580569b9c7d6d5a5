using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>One unmodified Linux across machines: what the guest sees, and how it begins and ends.</summary>
[Collection(Machines.Collection)]
public class ClusterTests(Machines machines)
{
    private const string WhatItSees = "nproc; awk '/MemTotal/ { print $2 }' /proc/meminfo; cat /sys/devices/system/node/online";

    // What of it Linux can choose from, and has chosen: how its CPUs idle, what it reads time from, and which CPUs run work that is bound to none.
    private const string WhatItChose = "cd /sys/devices; cat system/cpu/cpuidle/current_driver; echo $(cat system/clocksource/clocksource0/available_clocksource); cat virtual/workqueue/cpumask";

    // What the guest's kernel keeps for itself of 1 GiB, its page table entries above all.
    private const long KernelKiB = 64 << 10;

    [Theory]
    [InlineData(2, 1, "cortex-a72", "6.1", "0-1")]
    [InlineData(1, 2, "cortex-a72", "6.1", "0")]
    [InlineData(1, 2, "max,pauth=off", "6.12", "0")]
    [InlineData(2, 1, "max,pauth=off", "6.1", "0-1")]
    [InlineData(2, 1, "cortex-a72", "6.12", "0-1")]
    [InlineData(2, 1, "max,pauth=off", "6.12", "0-1")]
    public async Task The_guest_sees_the_sum(int nodes, int cpus, string cpuModel, string kernel, string numaNodes)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Nodes = nodes, CpusPerNode = cpus, MemoryBytes = ByteSize.GiB / nodes, CpuModel = cpuModel, KernelSeries = kernel };
        CommandRun run = await machines.SucceedAsync(configuration, $"{WhatItSees}; {WhatItChose}");
        string[] seen = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"{nodes * cpus}", numaNodes], [seen[0], seen[2]]);
        Assert.InRange(long.Parse(seen[1], CultureInfo.InvariantCulture), (ByteSize.GiB / ByteSize.KiB) - KernelKiB, ByteSize.GiB / ByteSize.KiB);
        Assert.Equal(["none", "arch_sys_counter", nodes > 1 ? "1" : "3"], seen[3..]);
        Assert.True(run.Cluster.HasAllCounts, "the leader did not report every node's counters");
        Assert.Equal(nodes, run.Cluster.Counts.Count);
        if (nodes > 1) Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.ReadFetches]));
        if (nodes == 1) Assert.Equal(0ul, run.Cluster.Counts[0][Counter.ReadFetches]);
    }

    [Fact]
    public async Task A_commands_status_comes_back()
    {
        CommandRun run = await machines.RunAsync(Machines.TwoNodes with { Nodes = 1 }, "echo out; echo err >&2; exit 3");
        Assert.Equal((3, "out\nerr\n"), (run.Status, run.Output));
    }

    [Fact]
    public async Task The_console_is_the_guests_and_its_power_off_ends_the_machine()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes with { Nodes = 1, CpusPerNode = 2, Terminal = new TerminalSize(33, 101) }, new SilentObserver(), cancellation);
        await cluster.Console.WaitForAsync("# ", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("taskset -c 1 sh -c 'echo $((6 * 7))'\n", cancellation);
        await cluster.Console.WaitForAsync("\n42\r\n", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("stty size\n", cancellation);
        await cluster.Console.WaitForAsync("\n33 101\r\n", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("head -c 2 | hexdump -C\n", cancellation);
        await cluster.WriteConsoleAsync("\u001ex\u0004", cancellation);
        await cluster.Console.WaitForAsync("1e 78", Machines.Limit, cancellation);
        await cluster.ResizeConsoleAsync(new TerminalSize(44, 99), cancellation);
        await cluster.WriteConsoleAsync("stty size\n", cancellation);
        await cluster.Console.WaitForAsync("\n44 99\r\n", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("exit\n", cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
        Assert.All(cluster.Nodes, node => Assert.Equal(0, node.Process!.Ended.Result));
    }

    // The reader comes late and reads on the last CPU: all that is typed meanwhile has to wait. What it read it writes from there.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_typed_waits_until_it_is_read_and_comes_out_as_it_went_in(int nodes)
    {
        const int Length = 64 << 10;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        byte[] typed = Enumerable.Range(0, Length).Select(i => (byte)((i * 7) + (i >> 8))).ToArray();
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes with { Nodes = nodes }, new SilentObserver(), cancellation);
        await cluster.Console.WaitForAsync("# ", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync($"stty raw -echo; echo go; sleep 3; taskset -c {nodes - 1} sh -c 'head -c {Length} >typed; cat typed; echo end'; exit\n", cancellation);
        await cluster.Console.WaitForAsync("\ngo\n", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync(typed, cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
        Assert.Contains($"\ngo\n{Encoding.Latin1.GetString(typed)}end\n", cluster.Console.Text, StringComparison.Ordinal);
    }

    // The last of two options counts: node 1 is told to give more than its machine has.
    [Fact]
    public async Task A_panic_is_shown_with_the_nodes_name_and_symbols()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { NodeOptions = new[] { 1 }.ToDictionary(node => node, _ => $"pilevisor.memory={ByteSize.GiB}") };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.Equal(ClusterEndReason.Panicked, end.Reason);
        Assert.Contains("node 1 panicked", end.Message, StringComparison.Ordinal);
        Assert.Contains("no RAM for the guest's RAM", end.Message, StringComparison.Ordinal);
        Assert.Contains("(PhysicalMemory.cs:", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_a_member_says_how_far_it_got_when_its_time_is_up()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { Timeout = TimeSpan.FromSeconds(10), Network = new() { Loss = 1 } };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => cluster.WaitForEndAsync(cancellation));
        Assert.Equal(ExitStatus.TimedOut, e.Status);
        Assert.Contains("node 0: looking for the others", e.Message, StringComparison.Ordinal);
        Assert.Contains("node 1: looking for the others", e.Message, StringComparison.Ordinal);
        Assert.Contains("guest: has written nothing", e.Message, StringComparison.Ordinal);
    }
}
