using System;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The guest programs under other protocols: nothing but the variant is different.</summary>
[Collection(Machines.Collection)]
public class ProtocolVariantTests(Machines machines)
{
    // The cache is so small that the stream makes pages leave that were written.
    [Theory]
    [InlineData("VirtMsi")]
    [InlineData("VirtDynamicOwner")]
    public async Task Threads_on_two_machines_share_memory_in_order_and_a_cpu_goes_and_comes(string variant)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Variant = variant, CacheBytes = 16 * ByteSize.MiB, Timeout = 2 * Machines.Limit };
        CommandRun run = await machines.SucceedAsync(configuration, "counter 20000 && falsesharing 20000 && pingpong 30 && litmus 512 && stream 32 && hotplug 2");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.Contains("40000 exact", run.Output, StringComparison.Ordinal);
        Assert.Equal(8, run.Output.Split('\n').Count(line => line.Contains(" 0 forbidden of 512 ", StringComparison.Ordinal)));
        Assert.Contains("32 MiB right", run.Output, StringComparison.Ordinal);
        Assert.Contains(run.Cluster.Counts.Values, counts => counts[Counter.Evictions] > 0);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
    }
}
