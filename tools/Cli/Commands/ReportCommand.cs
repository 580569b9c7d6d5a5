using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Pilevisor.Cli.Presentation;
using Pilevisor.Cli.TraceReports;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>report: which pages a recorded run waited for, how they are shared, who waited, and what could be tried.</summary>
internal sealed class ReportCommand : Command
{
    private const int DefaultPages = 40;
    private const int MostPages = 1000;
    private const int PagesInTable = 10;
    private const int Columns = 160;
    private readonly Argument<string> _trace = new("trace") { Description = "The trace, as `up --record` writes it", HelpName = "FILE" };
    private readonly Option<string?> _output = new("-o") { Description = "The report, one HTML file [default: .cache/report.html]", HelpName = "FILE" };
    private readonly Option<string?> _symbols = new("--symbols") { Description = "What the guest kernel's addresses are called: its System.map, or its /proc/kallsyms", HelpName = "FILE" };
    private readonly Option<int> _pages = new("--pages") { Description = "How many of the hottest pages are shown", HelpName = "N", DefaultValueFactory = _ => DefaultPages };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of a table" };
    private readonly RepositoryLayout _layout;
    private readonly IActivities _activities;

    public ReportCommand(RepositoryLayout layout, IActivities activities)
        : base("report", "Say what a trace says: hot pages and how they are shared, who waited when, and what to try; writes a report with charts")
    {
        (_layout, _activities) = (layout, activities);
        Add(_trace);
        foreach (Option option in (Option[])[_output, _symbols, _pages, _json]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult request)
    {
        string file = request.GetValue(_trace)!;
        int pages = request.GetValue(_pages);
        if (pages is < 1 or > MostPages) throw Refuse($"--pages {pages} is not within 1 to {MostPages}");
        if (InputPath.Problem(file, "trace") is { } problem) throw Refuse(problem);
        if (request.GetValue(_symbols) is { } names && InputPath.Problem(names, "file of symbols") is { } unnamed) throw Refuse(unnamed);
        string output = request.GetValue(_output) ?? Path.Combine(_layout.Cache, "report.html");
        if (request.GetValue(_output) is null) Directory.CreateDirectory(_layout.Cache);
        if (OutputPath.FileProblem(output, "the report") is { } unwritable) throw Refuse(unwritable);
        if (new[] { file, request.GetValue(_symbols) }.Any(input => input is not null && Path.GetFullPath(input) == Path.GetFullPath(output))) throw Refuse($"the report {output} would take the place of what it is made of: name another file");
        TraceAnalysis analysis = new(TraceReader.Read(file), request.GetValue(_symbols) is { } symbols ? GuestSymbolsReader.Read(symbols) : null);
        OutputPath.WriteFile(output, "the report", new TracePage(analysis, file, pages).Text());
        if (request.GetValue(_json)) Json.Print(TraceReport.Of(analysis, pages));
        else Print(analysis, pages);
        _activities.Note($"the report with charts is {Path.GetFullPath(output)}");
        return ExitStatus.Success;
    }

    private static LaunchException Refuse(string problem) => new(ExitStatus.BadInput, problem);

    private static void Print(TraceAnalysis analysis, int pages)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Columns);
        Console.Out.WriteLine(Text($"{analysis.Wait.Waits:N0} accesses waited {analysis.Wait.Milliseconds:N1} ms: the kernel's {analysis.KernelWait.ShareOf(analysis.Wait):P0}, programs' {analysis.UserWait.ShareOf(analysis.Wait):P0}"));
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("page", "pattern", "waits", "ms", "of all", "who waited most");
        foreach (PageHistory page in analysis.Hottest(Math.Min(pages, PagesInTable)))
        {
            string most = analysis.FunctionsOf(page) is [{ } first, ..] ? Text($"{first.Name} {first.Share:P0}") : "not known";
            table.AddRow($"0x{page.Page.Value:x}", SharingClassifier.Of(page).Name(), Text($"{page.Wait.Waits:N0}"), Text($"{page.Wait.Milliseconds:N1}"), Text($"{page.Wait.ShareOf(analysis.Wait):P1}"), Markup.Escape(most));
        }

        AnsiConsole.Write(table);
        foreach (Advice advice in analysis.Advice()) Console.Out.WriteLine($"- {advice.What} {advice.Why}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
