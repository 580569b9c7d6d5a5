using System.Collections.Generic;
using System.Linq;
using Pilevisor.Cli.Presentation;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>A way's instructions, in two runs of the same guest.</summary>
/// <param name="Way">Its name.</param>
/// <param name="First">The first run.</param>
/// <param name="Second">The second.</param>
internal sealed record RepeatedCount(string Way, InstructionSummary First, InstructionSummary Second)
{
    /// <summary>Whether both runs have the same most frequent length, which is the figure.</summary>
    public bool IsSame => First.MostFrequent == Second.MostFrequent;

    /// <summary>Prints counts.</summary>
    public static void Print(IReadOnlyCollection<RepeatedCount> counts, bool asJson)
    {
        if (asJson)
        {
            Json.Print(counts);
            return;
        }

        Table table = new Table().Border(TableBorder.Markdown).AddColumns("instructions at EL2, without waiting", "times", "minimum", "median", "most frequent", "again");
        foreach (RepeatedCount count in counts)
            table.AddRow(count.Way, $"{count.First.Count}", $"{count.First.Minimum}", $"{count.First.Median}", $"{count.First.MostFrequent}", count.IsSame ? "the same" : $"{count.Second.MostFrequent}: differs");
        AnsiConsole.Write(table);
        foreach (RepeatedCount count in counts.Where(c => c.First.Functions.Count > 0))
        {
            table = new Table().Border(TableBorder.Markdown).AddColumns(count.Way, $"of {count.First.MostFrequent}");
            foreach ((string function, int instructions) in count.First.Functions) table.AddRow(Markup.Escape(function), $"{instructions}");
            AnsiConsole.Write(table);
        }
    }
}
