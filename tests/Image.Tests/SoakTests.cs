using System.Threading.Tasks;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Soak;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Some minutes of a soak; ten and more: `./pilevisor soak`.</summary>
[Collection(Machines.Collection)]
public class SoakTests(Machines machines)
{
    private const int Seed = 2;

    [Theory]
    [InlineData(1)]
    public async Task A_leg_is_right(int number)
    {
        SoakResult result = await new SoakRun(machines.Launcher).RunAsync(SoakLeg.Draw(Seed, number, VariantCatalog.Default, []), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.Leg}: {result.Seconds:0.0} s, {result.Misses} misses, {result.Retransmissions} frames sent again, {result.MostWaitingFrames} waiting at most");
        Assert.True(result.Problem is null, $"seed {Seed}, {result.Leg}\n{result.Problem}");
        Assert.True(result.Misses > 0, "the nodes had nothing to do with each other");
    }
}
