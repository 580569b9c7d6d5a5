using Pilevisor.Coherence.Tests.Model;
using Xunit;

namespace Pilevisor.Coherence.Tests;

public sealed class OwnerDirectoryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2, 1, false, false)]
    [InlineData(2, 1, true, true)]
    [InlineData(2, 2, true, false)]
    public void Every_state_of_two_nodes_is_right_however_long_they_run(int nodes, int cpus, bool holds, bool options)
    {
        ModelShape shape = new(nodes, 1, cpus, holds, Evictions: true, ModelShape.Endless, options ? ModelShape.All : ModelShape.Plain);
        output.WriteLine($"{Explorer.Explore(shape, 2_000_000)} states");
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    public void Every_state_of_three_nodes_is_right(bool holds, bool options, bool evictions)
    {
        ModelShape shape = new(3, 1, 1, holds, evictions, 2, options ? ModelShape.All : ModelShape.Plain);
        output.WriteLine($"{Explorer.Explore(shape, 3_000_000)} states");
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(4, 1, 2)]
    [InlineData(4, 4, 2)]
    public void Random_schedules_keep_the_invariants_and_come_to_an_end(int nodes, int pages, int cpus)
    {
        for (int variant = 0; variant < 8; variant++)
        {
            OwnerDirectoryOptions options = new((variant & 1) != 0, (variant & 2) != 0);
            ModelShape shape = new(nodes, pages, cpus, Holds: (variant & 4) != 0, Evictions: true, 1000, options);
            long messages = RandomWalk.Run(shape, 1000 * variant, 60, 600);
            Assert.True(messages > 60 * 20, "the schedules do next to nothing");
        }
    }
}
