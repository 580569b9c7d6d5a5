using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>A page, for --json.</summary>
/// <param name="Page">Its number, in hexadecimal as in a trace.</param>
/// <param name="Home">Its home.</param>
/// <param name="Pattern">How it is shared.</param>
/// <param name="Wait">What was waited for it.</param>
/// <param name="HandOvers">How often another node than before came to it.</param>
/// <param name="Functions">Who waited, with the part of the time waited for this page.</param>
/// <param name="Data">What lies there, as far as the symbols say.</param>
internal sealed record SharedPageReport(string Page, int? Home, string Pattern, WaitReport Wait, long HandOvers, IReadOnlyDictionary<string, double> Functions, IReadOnlyList<string> Data)
{
    public static SharedPageReport Of(TraceAnalysis analysis, PageHistory page) => new(
        $"0x{page.Page.Value:x}", page.Home?.Value, SharingClassifier.Of(page).Name(), WaitReport.Of(page.Wait), page.HandOvers,
        analysis.FunctionsOf(page).ToDictionary(function => function.Name, function => function.Share), analysis.Symbols?.DataOn(page.Page, analysis.Trace.Header) ?? []);
}
