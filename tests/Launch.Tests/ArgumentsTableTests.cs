using System.IO;
using System.Linq;
using Pilevisor.Cli.Commands;
using Pilevisor.Snapshots;
using Spectre.Console;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class ArgumentsTableTests
{
    [Fact]
    public void A_change_helps_if_no_run_with_it_misses_as_often_as_any_without() =>
        Assert.Equal(["fewer", "more", "chance", "chance"], [Verdict([100, 90], [89, 80]), Verdict([100, 90], [101, 300]), Verdict([100, 90], [90, 80]), Verdict([100, 90], [95, 96])]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 10)]
    [InlineData(5, 126)]
    public void More_rounds_leave_less_to_chance(int rounds, double oneIn) => Assert.Equal(oneIn, ArgumentsSeries.OneIn(rounds));

    [Fact]
    public void Each_change_has_its_medians_and_how_far_chance_goes()
    {
        StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        console.Write(ArgumentsTable.Of([Series("without nohz_full", [4100, 3900, 4000], [44_000, 41_000, 43_000]), Series("psi=0", [4200, 4100, 3800], [4150, 4050, 3950])]));
        Snapshot.Verify(text.ToString());
    }

    private static string Verdict(ulong[] ours, ulong[] changed) => Series("psi=0", ours, changed).Verdict;

    private static ArgumentsSeries Series(string name, ulong[] ours, ulong[] changed)
    {
        ArgumentsSeries series = new(new TriedArguments(name, string.Empty));
        series.Defaults.AddRange(ours.Select(Run));
        series.Changed.AddRange(changed.Select(Run));
        return series;
    }

    private static ArgumentsRun Run(ulong misses) => new(new PageTraffic(misses, 2 * misses, 3000 * misses), misses / 1000.0);
}
