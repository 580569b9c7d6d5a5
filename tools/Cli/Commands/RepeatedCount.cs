using System.Collections.Generic;
using Pilevisor.Cli.Presentation;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>A way's instructions, in two runs of the same guest.</summary>
/// <param name="Way">Its name.</param>
/// <param name="First">The first run.</param>
/// <param name="Second">The second.</param>
internal sealed record RepeatedCount(string Way, InstructionSummary First, InstructionSummary Second)
{
    /// <summary>Whether both runs have the same median, which is the figure.</summary>
    public bool IsSame => First.Median == Second.Median;

    /// <summary>Prints counts.</summary>
    public static void Print(IReadOnlyCollection<RepeatedCount> counts, bool asJson)
    {
        if (asJson)
        {
            Json.Print(counts);
            return;
        }

        Table table = new Table().Border(TableBorder.Markdown).AddColumns("instructions at EL2, without waiting", "times", "minimum", "median", "again");
        foreach (RepeatedCount count in counts)
            table.AddRow(count.Way, $"{count.First.Count}", $"{count.First.Minimum}", $"{count.First.Median}", count.IsSame ? "the same" : $"{count.Second.Median}: differs");
        AnsiConsole.Write(table);
    }
}
