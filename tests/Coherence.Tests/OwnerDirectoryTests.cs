using Pilevisor.Coherence.Tests.Model;
using Xunit;

namespace Pilevisor.Coherence.Tests;

public sealed class OwnerDirectoryTests(ITestOutputHelper output)
{
    /// <summary>One page is enough: nothing in the protocol connects two pages, and a page's accesses take effect at one moment for all nodes.</summary>
    [Theory]
    [InlineData(2, 1, false, false)]
    [InlineData(2, 2, true, true)]
    [InlineData(3, 1, false, false)]
    [InlineData(3, 1, true, true)]
    public void Every_state_is_right_however_long_the_nodes_run(int nodes, int cpus, bool holds, bool options)
    {
        ModelShape shape = new(nodes, 1, cpus, holds, Evictions: true, ModelShape.Endless, options ? ModelShape.All : ModelShape.Plain);
        int states = Explorer.Explore(shape, 1_000_000);
        output.WriteLine($"{shape}: {states} states");
        Assert.True(states > 500, "next to nothing was explored");
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 2, 2)]
    [InlineData(4, 1, 2)]
    [InlineData(4, 4, 2)]
    public void Random_schedules_keep_the_invariants_and_come_to_an_end(int nodes, int pages, int cpus)
    {
        for (int variant = 0; variant < 8; variant++)
        {
            OwnerDirectoryOptions options = new((variant & 1) != 0, (variant & 2) != 0);
            ModelShape shape = new(nodes, pages, cpus, Holds: (variant & 4) != 0, Evictions: true, 1000, options);
            long messages = RandomWalk.Run(shape, 1000 * variant, 40, 500);
            Assert.True(messages > 40 * 20, "the schedules do next to nothing");
        }
    }
}
