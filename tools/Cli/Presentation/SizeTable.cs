using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Images;
using Spectre.Console;

namespace Pilevisor.Cli.Presentation;

/// <summary>An image's bytes by component, as Markdown.</summary>
internal static class SizeTable
{
    /// <summary>Prints it.</summary>
    /// <param name="sizes">The components.</param>
    /// <param name="bytes">Of the binary.</param>
    public static void Print(IReadOnlyList<ComponentSize> sizes, long bytes)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("bytes", "text", "constants", "data", "in the binary", "bss");
        foreach (ComponentSize size in sizes) table.AddRow(size.Name, $"{size.Text:N0}", $"{size.Constants:N0}", $"{size.Data:N0}", $"{size.Binary:N0}", $"{size.Bss:N0}");
        table.AddRow("in all", $"{sizes.Sum(s => s.Text):N0}", $"{sizes.Sum(s => s.Constants):N0}", $"{sizes.Sum(s => s.Data):N0}", $"{bytes:N0}", $"{sizes.Sum(s => s.Bss):N0}");
        AnsiConsole.Write(table);
    }
}
