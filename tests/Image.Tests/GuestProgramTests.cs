using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Guest programs across machines: they check themselves, so status 0 means that the result was right.</summary>
[Collection(Machines.Collection)]
public class GuestProgramTests(Machines machines)
{
    [Theory]
    [InlineData("cortex-a72")]
    [InlineData("max,pauth=off")]
    public async Task Threads_on_two_machines_share_memory(string cpuModel)
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { CpuModel = cpuModel }, "cpu 5000000 && counter 20000 && pingpong 200 && falsesharing 100000 && remotefault 100");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
    }

    [Fact]
    public async Task A_stream_larger_than_one_nodes_memory_is_right()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { MemoryBytes = 128 * ByteSize.MiB }, "stream 144");
        Assert.Contains("144 MiB right", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_through_a_small_cache_is_right()
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { MemoryBytes = 128 * ByteSize.MiB, CacheBytes = 16 * ByteSize.MiB };
        CommandRun run = await machines.SucceedAsync(configuration, "stream 144");
        Assert.Contains("144 MiB right", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Cluster.Counts.Values, counts => counts[Counter.Evictions] > 0);
    }

    [Fact]
    public async Task No_litmus_test_sees_a_forbidden_outcome()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Timeout = 3 * Machines.Limit }, "litmus 20000");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Equal(8, run.Output.Split('\n').Count(line => line.Contains(" 0 forbidden of ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public async Task A_cpu_goes_off_line_and_comes_back_a_hundred_times(int nodes, int cpus)
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Nodes = nodes, CpusPerNode = cpus }, "hotplug 100");
        Assert.Contains("100 times", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_touches_what_is_not_the_guests_dies_alone()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes, "intruder && taskset -c 1 intruder && echo alive");
        Assert.EndsWith("4 of 4 accesses refused\nalive\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(8ul, run.Cluster.Counts.Values.Aggregate(0ul, (sum, counts) => sum + counts[Counter.ExternalAborts]));
    }

    [Fact]
    public async Task A_guest_without_an_operating_system_gets_its_aborts_and_powers_off()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { Kernel = await machines.FlatGuests.GetAsync("intruder", cancellation) };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}");
        Assert.EndsWith("6 of 6 attempts refused\n", cluster.Console.Text, StringComparison.Ordinal);
    }
}
