using System;
using System.Linq;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Soak;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class SoakLegTests
{
    private const int Legs = 300;

    [Fact]
    public void The_same_seed_draws_the_same_legs_and_another_others()
    {
        string[] legs = [.. Enumerable.Range(1, Legs).Select(number => Draw(5, number).ToString())];
        Assert.Equal(legs, Enumerable.Range(1, Legs).Select(number => Draw(5, number).ToString()));
        Assert.DoesNotContain(Draw(6, 1).ToString(), legs);
        Assert.Equal(Legs, legs.Distinct().Count());
    }

    [Fact]
    public void Legs_have_all_that_can_go_wrong_and_legs_without_it()
    {
        SoakLeg[] legs = [.. Enumerable.Range(1, Legs).Select(number => Draw(1, number))];
        Assert.Equal([(2, 1), (2, 2), (3, 1), (4, 1)], legs.Select(leg => (leg.Configuration.Nodes, leg.Configuration.CpusPerNode)).Distinct().Order());
        Assert.All<(string What, int Number)>(
            [
                ("loss", legs.Count(leg => leg.Configuration.Network.Loss > 0)),
                ("corruption", legs.Count(leg => leg.Configuration.Network.Corruption > 0)),
                ("delay", legs.Count(leg => leg.Configuration.Network.Delay.Ticks > 0)),
                ("rate", legs.Count(leg => leg.Configuration.Network.BitsPerSecond > 0)),
                ("pause", legs.Count(leg => leg.Configuration.Pauses.Count > 0)),
                ("drift", legs.Count(leg => leg.Configuration.Drifts.Count > 0)),
                ("clocks that begin apart", legs.Count(leg => leg.Configuration.Drifts.Any(drift => drift.Ahead > TimeSpan.Zero))),
                ("cache", legs.Count(leg => leg.Configuration.CacheBytes is not null)),
                ("hotplug", legs.Count(leg => leg.Steps.Any(step => step.StartsWith("hotplug", StringComparison.Ordinal)))),
                ("timechain", legs.Count(leg => leg.Steps.Any(step => step.StartsWith("timechain", StringComparison.Ordinal)))),
            ],
            drawn => Assert.True(drawn.Number is > Legs / 10 and < Legs * 9 / 10, $"{drawn}"));
    }

    [Fact]
    public void Loads_are_drawn_where_they_are_wanted_and_not_where_they_are_not()
    {
        SoakLeg[] loaded = [.. Enumerable.Range(1, Legs).Select(number => SoakLeg.Draw(1, number, VariantCatalog.Default, ["load-a", "load-b"]))];
        Assert.InRange(loaded.Count(leg => leg.Steps.Contains("load-a")), Legs / 3, Legs - 1);
        Assert.InRange(loaded.Count(leg => leg.Steps.Contains("load-b")), Legs / 3, Legs - 1);
        Assert.All(loaded, leg => Assert.True(leg.Configuration.MemoryBytes >= 640 * ByteSize.MiB));
        Assert.DoesNotContain(Enumerable.Range(1, Legs).SelectMany(number => Draw(1, number).Steps), step => step.StartsWith("load-", System.StringComparison.Ordinal));
    }

    private static SoakLeg Draw(int seed, int number) => SoakLeg.Draw(seed, number, VariantCatalog.Default, []);
}
