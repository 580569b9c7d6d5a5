using System;
using System.Threading.Tasks;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The quality that checks less while it runs does the same.</summary>
[Collection(Machines.Collection)]
public class ReleaseQualityTests(Machines machines)
{
    [Fact]
    public async Task Threads_on_two_machines_share_memory_where_the_order_of_locks_is_not_checked()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Variant = "VirtCluster-Release" }, "counter 20000 && falsesharing 20000");
        Assert.Contains("40000 exact", run.Output, StringComparison.Ordinal);
    }
}
