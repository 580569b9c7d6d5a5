using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Guest programs across machines: they check themselves, so status 0 means that the result was right.</summary>
[Collection(Machines.Collection)]
public class GuestProgramTests(Machines machines)
{
    [Theory]
    [InlineData("cortex-a72", 30)]
    [InlineData("max,pauth=off", 10)]
    public async Task Threads_on_two_machines_share_memory_and_a_cpu_goes_and_comes(string cpuModel, int rounds)
    {
        CommandRun run = await machines.SucceedAsync(
            Machines.TwoNodes with { CpuModel = cpuModel, Timeout = 4 * Machines.Limit }, $"cpu 5000000 && counter 20000 && pingpong 100 && falsesharing 100000 && remotefault 100 && calls 1000 && pipes 5 && montecarlo 1000000 && matmul 64 && sieve 1000000 && raytrace 64 && contend atomic 2000 && contend mutex 2000 && contend page 20000 && hotplug {rounds}");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Contains($"{rounds} times", run.Output, StringComparison.Ordinal);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
        Assert.All(run.Cluster.Counts.Values, counts => Assert.Equal(0ul, counts[Counter.CarriedTlbInvalidations]));
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task Linux_runs_with_its_TLB_maintenance_carried_if_that_is_asked_for()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Tlb = TlbOption.Carry, Timeout = 2 * Machines.Limit }, "counter 20000 && pingpong 100 && hotplug 3 && for i in $(seq 50); do /bin/true; done");
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.CarriedTlbInvalidations]));
    }

    // LDAR after STLR on one machine is that machine's own affair, and QEMU 7.2 reorders them: plain QEMU shows forbidden outcomes of SB, too (docs/results.md).
    [Fact]
    public async Task Threads_of_one_machine_share_memory_and_a_cpu_goes_and_comes()
    {
        await machines.SucceedAsync(Machines.TwoNodes with { Nodes = 1, CpusPerNode = 2 }, "cpu 5000000 && counter 20000 && calls 1000 && pipes 20 && pingpong 1000 && litmus 2000 all dmb && hotplug 100 && stream 200 2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public async Task A_stream_larger_than_one_nodes_memory_is_right(int cacheMebibytes)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { MemoryBytes = 72 * ByteSize.MiB };
        if (cacheMebibytes != 0) configuration = configuration with { CacheBytes = cacheMebibytes * ByteSize.MiB };
        CommandRun run = await machines.SucceedAsync(configuration, "stream 80");
        Assert.Contains("80 MiB right", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Cluster.Counts.Values, counts => counts[Counter.Evictions] > 0);
    }

    // One frame of 200 with a flipped bit, anywhere in it: in what the guest boots from, too.
    [Fact]
    public async Task A_network_that_flips_bits_changes_nothing_in_the_guests_memory()
    {
        SwitchOptions network = new() { Seed = 1, Corruption = 0.005 };
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Network = network }, "stream 24 && counter 20000");
        Assert.Contains("24 MiB right", run.Output, StringComparison.Ordinal);
        long corrupted = run.Cluster.Nodes.Sum(node => run.Cluster.NetworkCounts(node.Index)!.Corrupted);
        ulong refused = run.Cluster.Counts.Values.Aggregate(0ul, (sum, counts) => sum + counts[Counter.RejectedFrames]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{corrupted} frames damaged, {refused} refused");
        Assert.InRange(corrupted, 30, long.MaxValue);
        Assert.InRange(refused, 20ul, (ulong)corrupted);
    }

    // 20,480 rounds of the four tests with both kinds of barrier.
    [Fact]
    public async Task No_litmus_test_sees_a_forbidden_outcome()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Timeout = 3 * Machines.Limit }, "litmus 2560");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Equal(8, run.Output.Split('\n').Count(line => line.Contains(" 0 forbidden of 2560 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_process_that_touches_what_is_not_the_guests_dies_alone()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes, "intruder && taskset -c 1 intruder && echo alive");
        Assert.EndsWith("4 of 4 accesses refused\nalive\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(8ul, run.Cluster.Counts.Values.Aggregate(0ul, (sum, counts) => sum + counts[Counter.ExternalAborts]));
    }

    // Brings two nodes up, the leader first, where every other test starts it last.
    [Fact]
    public async Task A_guest_without_an_operating_system_gets_its_aborts_and_powers_off()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { StartOrder = [0, 1], Kernel = await machines.FlatGuests.GetAsync("intruder", cancellation) };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
        Assert.EndsWith("6 of 6 attempts refused\n", cluster.Console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_counts_instructions_tells_what_a_trap_costs()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { Nodes = 1, CountsInstructions = true, Kernel = await machines.FlatGuests.GetAsync("trapcost", cancellation) };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
        TrapCost[] costs = TrapCost.In(cluster.Console.Text);
        TestContext.Current.TestOutputHelper?.WriteLine(cluster.Console.Text);
        Assert.Equal(["null HVC (PSCI_VERSION)", "PSCI_FEATURES", "GICD_CTLR read", "GICR_TYPER read"], costs.Select(cost => cost.Trap));
        // The guest's registers alone take more than a hundred to save and bring back, and a device's register has to be found.
        Assert.All(costs, cost => Assert.InRange(cost.Instructions, costs[0].Instructions, 10_000));
        Assert.True(costs[0].Instructions > 100);
    }
}
