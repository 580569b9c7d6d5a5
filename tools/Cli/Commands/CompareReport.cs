using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pilevisor.Lab.Comparison;
using Pilevisor.Lab.Simulation;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>A comparison for the terminal, and what the report says about it.</summary>
internal static class CompareReport
{
    private const int Columns = 200;

    /// <summary>What the report shows.</summary>
    /// <param name="cluster">What the simulated clusters have in common.</param>
    /// <param name="rows">The runs.</param>
    /// <param name="validations">The simulator held against the hypervisor.</param>
    public static ReportContent Content(SimOptions cluster, IReadOnlyList<ComparisonRow> rows, IReadOnlyList<Validation> validations)
    {
        LinkLimit limit = LinkLimit.Of(cluster.Link);
        string[][] facts =
        [
            ["protocols", Join(rows.Select(row => row.Design))],
            ["workloads", Join(rows.Select(row => row.Workload))],
            ["nodes", Join(rows.Select(row => row.Nodes).Order().Select(nodes => $"{nodes}"))],
            ["simulated cluster", Text($"{cluster.CpusPerNode} CPU a node, {cluster.PagesPerNode} pages a window, {cluster.AccessesPerCpu:N0} accesses a CPU (a trace: as recorded), a hold of {cluster.HoldNanoseconds / 1e3:F0} us")],
            ["seed", $"{cluster.Seed}"],
            ["link", LinkText(cluster.Link)],
            ["its limit", Text($"a page takes {limit.PageMicroseconds:F1} us on a port, so {limit.PagesPerSecond:N0} pages a second; a fetch at least {limit.FetchMicroseconds:F1} us on a wire, {limit.FetchAcrossSwitchMicroseconds:F1} us across the switch")],
        ];
        return new ReportContent("The protocols that ship in the image, the same accesses, the same link. A miss is what a protocol was asked for: an access that had to wait, or a page asked for ahead of one.", facts, limit, rows, validations);
    }

    public static void Print(ReportContent content)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Columns);
        foreach (string[] fact in content.Facts.TakeLast(3)) Console.Out.WriteLine($"{fact[0]}: {fact[1]}");
        if (content.Rows.Any(row => row.Source == ComparisonRow.Simulated)) PrintSimulated([.. content.Rows.Where(row => row.Source == ComparisonRow.Simulated)]);
        if (content.Rows.Any(row => row.Source == ComparisonRow.Qemu)) PrintQemu([.. content.Rows.Where(row => row.Source == ComparisonRow.Qemu)]);
        foreach (Validation validation in content.Validations) Print(validation);
    }

    private static void PrintSimulated(IReadOnlyList<ComparisonRow> rows)
    {
        Table table = new Table().Border(TableBorder.Markdown)
            .AddColumns("simulated", "nodes", "protocol", "faults", "messages a miss", "bytes a miss", "us a fault: median", "p99", "accesses/s", "fairness", "busiest port");
        foreach (ComparisonRow row in rows)
        {
            table.AddRow(
                row.Workload, $"{row.Nodes}", row.Design, Text($"{row.Faults:N0}"), Text($"{row.MessagesPerMiss:F2}"), Text($"{row.BytesPerMiss:N0}"), Text($"{row.MedianMicroseconds:F0}"),
                Text($"{row.P99Microseconds:F0}"), Text($"{row.AccessesPerSecond:N0}"), Text($"{row.Fairness:F2}"), Text($"{row.BusiestPort * 100:F0} %"));
        }
        AnsiConsole.Write(table);
    }

    private static void PrintQemu(IReadOnlyList<ComparisonRow> rows)
    {
        Table table = new Table().Border(TableBorder.Markdown)
            .AddColumns("under QEMU", "nodes", "protocol", "faults", "misses", "messages a miss", "bytes a miss", "us a fault: median", "p99", "boot, s", "program, s");
        foreach (ComparisonRow row in rows)
        {
            table.AddRow(
                row.Workload, $"{row.Nodes}", row.Design, Text($"{row.Faults:N0}"), Text($"{row.Misses:N0}"), Text($"{row.MessagesPerMiss:F2}"), Text($"{row.BytesPerMiss:N0}"),
                Text($"{row.MedianMicroseconds:F0}"), Text($"{row.P99Microseconds:F0}"), Text($"{row.BootSeconds:F1}"), Text($"{row.ProgramSeconds:F1}"));
        }
        AnsiConsole.Write(table);
        foreach (ComparisonRow row in rows.Where(row => row.Output is { Length: > 0 })) Console.Out.WriteLine($"{row.Workload}, {row.Design}: {row.Output}");
    }

    private static void Print(Validation validation)
    {
        Console.Out.WriteLine($"\n{validation.Protocol}: {validation.Trace} replayed. {validation.About}");
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("what", "hypervisor", "simulator, recorded times", "difference", "simulator, recorded gaps", "difference");
        foreach (ValidationRow row in validation.Rows)
            table.AddRow(row.What, Text($"{row.Counted:N0}"), Text($"{row.AtTimes:N0}"), Difference(row.AtTimes, row.Counted), Text($"{row.AtGaps:N0}"), Difference(row.AtGaps, row.Counted));
        AnsiConsole.Write(table);
        foreach (string line in validation.Explanation) Console.Out.WriteLine($"- {line}");
    }

    private static string Difference(long simulated, long counted) => counted == 0 ? "-" : Text($"{(simulated - counted) * 100.0 / counted:+0.0;-0.0;0.0} %");

    private static string LinkText(LinkModel link)
    {
        string faults = link.HasFaults ? Text($"; {link.Loss:P1} lost, {link.Duplication:P1} twice, {link.Reordering:P1} overtaken") : "";
        return Text($"{link.BitsPerSecond / 1e6:N0} Mbit/s each way, store-and-forward switch, {link.LatencyNanoseconds / 1e3:F0} us from port to port beside the bits{faults}");
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Distinct());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
