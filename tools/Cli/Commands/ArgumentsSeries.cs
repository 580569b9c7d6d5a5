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

    /// <summary>A figure of runs.</summary>
    public static Spread Of(IEnumerable<ArgumentsRun> runs, Func<ArgumentsRun, double> figure) => Spread.Of([.. runs.Select(figure)]);

    private static Spread Misses(IEnumerable<ArgumentsRun> runs) => Of(runs, run => run.Traffic.Misses);
}
