using System;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Two Versal boards as one machine, over Cadence GEM.</summary>
[Collection(Machines.Collection)]
public class VersalTests(Machines machines)
{
    private static readonly ClusterConfiguration s_twoNodes = Machines.TwoNodes with { Variant = "VersalCluster", CpusPerNode = 2 };

    [Fact]
    public async Task Threads_on_two_boards_share_memory_in_order_and_a_cpu_goes_and_comes()
    {
        CommandRun run = await machines.SucceedAsync(s_twoNodes with { Timeout = 2 * Machines.Limit }, "nproc && counter 2000 && litmus 64 && pingpong 100 && remotefault 100 && calls 1000 && hotplug 3");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.StartsWith("4", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("3 times", run.Output, StringComparison.Ordinal);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
        Assert.All(run.Cluster.Counts.Values, counts => Assert.Equal((0ul, 0ul), (counts[Counter.DamagedFrames], counts[Counter.UnsentFrames])));
    }
}
