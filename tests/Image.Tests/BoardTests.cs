using System;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The boards that QEMU has beside its virt machine.</summary>
[Collection(Machines.Collection)]
public class BoardTests(Machines machines)
{
    private const string Programs = "nproc && counter 2000 && litmus 64 && calls 1000 && hotplug 3";

    [Theory]
    [InlineData("VersalCluster", 2)]
    [InlineData("Zcu102Cluster", 4)]
    public async Task Threads_on_two_boards_share_memory_in_order_and_a_cpu_goes_and_comes(string variant, int cpus)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Variant = variant, CpusPerNode = cpus, Timeout = 2 * Machines.Limit };
        CommandRun run = await machines.SucceedAsync(configuration, $"{Programs} && pingpong 100 && remotefault 100");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Check(run, 2 * cpus);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
        Assert.All(run.Cluster.Counts.Values, counts => Assert.Equal((0ul, 0ul), (counts[Counter.DamagedFrames], counts[Counter.UnsentFrames])));
    }

    [Fact]
    public async Task A_guest_has_a_Raspberry_Pi_alone()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Variant = "RaspberryPi4Alone", Nodes = 1, CpusPerNode = 4 }, Programs);
        Check(run, 4);
    }

    private static void Check(CommandRun run, int cpus)
    {
        Assert.StartsWith($"{cpus}\n", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("3 times", run.Output, StringComparison.Ordinal);
    }
}
