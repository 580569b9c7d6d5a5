using Pilevisor.Cli.Commands;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class GuestFigureTests
{
    private const string Output = "cpu: 1 thread 387 Mop/s, 2 threads 774 Mop/s, 2.00 times as fast\r\ncounter: 40000 exact; 2 threads, 0.060 us an atomic addition, 1.5 us one under a mutex\n";

    [Theory]
    [InlineData("Mop/s", 774.0)]
    [InlineData("us an atomic addition", 0.06)]
    [InlineData("us one under a mutex", 1.5)]
    [InlineData("exact", 40000.0)]
    [InlineData("times as slow", null)]
    [InlineData("threads,", 2.0)]
    [InlineData("a mutex", null)]
    public void It_is_the_number_before_its_words(string behind, double? value) => Assert.Equal(value, new GuestFigure("", "", behind).In(Output));

    [Fact]
    public void Half_the_speed_takes_twice_as_long() =>
        Assert.Equal((2, 0.5), (new GuestFigure("", "", "", IsSpeed: true).Slowdown(50, 100), new GuestFigure("", "", "").Slowdown(50, 100)));

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    public void The_median_is_in_the_middle(double[] values, double median) => Assert.Equal(median, Median.Of(values));
}
