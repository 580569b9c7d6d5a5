using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>What <see cref="BenchArgumentsCommand"/> prints.</summary>
internal static class ArgumentsTable
{
    /// <summary>Two lines for each change: runs with our words, and those with the change that took turns with them. At the end all runs with our words, which show what chance does.</summary>
    public static Table Of(IReadOnlyList<ArgumentsSeries> series)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("change", "", "misses", "messages", "MB", "s", "misses to ours");
        foreach (ArgumentsSeries each in series)
        {
            Add(table, each.Tried.Name, "ours", each.Defaults, string.Empty);
            Add(table, string.Empty, "changed", each.Changed, FormattableString.Invariant($"{each.Ratio:0.00} x: {each.Verdict}"));
        }

        Add(table, "none", "ours, all", [.. series.SelectMany(each => each.Defaults)], string.Empty);
        return table;
    }

    private static void Add(Table table, string change, string which, IReadOnlyCollection<ArgumentsRun> runs, string verdict)
    {
        string[] cells = [change, which, Text(run => run.Traffic.Misses, "N0"), Text(run => run.Traffic.Messages, "N0"), Text(run => run.Traffic.Bytes / 1e6, "0.0"), Text(run => run.Seconds, "0.00"), verdict];
        table.AddRow([.. cells.Select(Markup.Escape)]);

        string Text(Func<ArgumentsRun, double> figure, string format) => ArgumentsSeries.Of(runs, figure).Text(format);
    }
}
