using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>Runs with our words and with a change, by turns.</summary>
/// <param name="Tried">The change.</param>
internal sealed record ArgumentsSeries(TriedArguments Tried)
{
    /// <summary>Runs with our words.</summary>
    public List<ArgumentsRun> Defaults { get; } = [];

    /// <summary>Runs with the change.</summary>
    public List<ArgumentsRun> Changed { get; } = [];

    /// <summary>How many times as many misses the change takes, in the median.</summary>
    public double Ratio => Misses(Changed).Median / Misses(Defaults).Median;

    /// <summary>Whether each run with the change took fewer misses than each without, or more; else chance explains it.</summary>
    public string Verdict => Misses(Changed).IsBelow(Misses(Defaults)) ? "fewer" : Misses(Defaults).IsBelow(Misses(Changed)) ? "more" : "chance";

    /// <summary>Of how many changes that change nothing one is not taken for chance: as many as there are ways to divide all runs in two halves, the order of which does not matter.</summary>
    /// <param name="rounds">How many runs there are with a change, and as many without.</param>
    public static double OneIn(int rounds) => Math.Round(Enumerable.Range(1, rounds).Aggregate(0.5, (ways, i) => ways * (rounds + i) / i));

    /// <summary>A figure of runs.</summary>
    public static Spread Of(IEnumerable<ArgumentsRun> runs, Func<ArgumentsRun, double> figure) => Spread.Of([.. runs.Select(figure)]);

    private static Spread Misses(IEnumerable<ArgumentsRun> runs) => Of(runs, run => run.Traffic.Misses);
}
