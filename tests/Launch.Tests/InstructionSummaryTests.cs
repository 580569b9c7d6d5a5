using System.Collections.Generic;
using System.Linq;
using Pilevisor.Cli.Commands;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class InstructionSummaryTests
{
    [Fact]
    public void The_figure_is_the_most_frequent_length_and_the_shorter_of_two()
    {
        InstructionSummary summary = InstructionSummary.Of([.. new[] { 9, 7, 5, 7, 9, 30 }.Select(length => new InstructionPath(length, new Dictionary<string, int> { ["small"] = 1, ["large"] = length - 1 }))], "ways", functions: 1);
        Assert.Equal((6, 5, 9, 7), (summary.Count, summary.Minimum, summary.Median, summary.MostFrequent));
        Assert.Equal([("large", 6)], summary.Functions.Select(f => (f.Key, f.Value)));
    }

    [Fact]
    public void No_way_is_an_error() => Assert.Throws<LaunchException>(() => InstructionSummary.Of([], "ways", functions: 0));
}
