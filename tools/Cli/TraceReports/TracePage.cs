using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Lab.Comparison;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>What a trace says, as one HTML file without a script.</summary>
/// <param name="analysis">The trace.</param>
/// <param name="file">Its file.</param>
/// <param name="pages">How many pages are shown at most.</param>
internal sealed class TracePage(TraceAnalysis analysis, string file, int pages)
{
    /// <summary>Stretches of guest time that are told apart.</summary>
    public const int Bins = 160;

    private const int Functions = 20;
    private const int FunctionsOfPage = 3;
    private const int DataOfPage = 6;

    private TraceHeader Header => analysis.Trace.Header;

    /// <summary>The file's text.</summary>
    public string Text() => ReportTemplate.Fill("trace.html", name => name == "content" ? Html.Text(Html.Element("main", [.. Sections()])) : null);

    private IEnumerable<XElement> Sections()
    {
        yield return Html.Element("h1", "What a trace says");
        yield return Html.Of("p", "soft", "Accesses of the guest that stage 2 refused, and how long they waited for a page to come. An access that was permitted cost nothing and is not here.");
        yield return Facts();
        yield return Html.Element("h2", "Advice");
        yield return AdviceList();
        yield return Html.Element("h2", "Who waited");
        yield return Waits();
        yield return Html.Element("h2", "When");
        yield return Html.Element("p", [.. Header.Nodes.SelectMany((_, node) => (object[])[Html.Of("span", $"key {Svg.Colour(node)}"), $"node {node}"])]);
        yield return Html.Of("p", "soft", "Bars: accesses that waited. Rows: the fuller the colour, the more of its CPUs' time a node waited.");
        if (analysis.Trace.Records.Count > 0) yield return Html.Of("div", "chart", new TimelineChart(TraceTimeline.Of(analysis.Trace, Bins), Header.Nodes.Count).Draw());
        yield return Html.Element("h2", "How pages are shared");
        yield return Patterns();
        yield return Html.Element("h2", "The hottest pages");
        yield return Html.Of("p", "soft", "Those that were waited for longest. The strip shows to which parts of the page each node came: full height if any node wrote the part, half if it was only read.");
        yield return HotPages();
        yield return Html.Element("h2", "The hottest functions");
        yield return HotFunctions();
        yield return Html.Element("footer", "Made by ", Html.Element("code", "./pilevisor report"), " from a recording by ", Html.Element("code", "./pilevisor up --record"), ". docs/report.md says how to read it.");
    }

    private XElement Facts()
    {
        string symbols = analysis.Symbols is { } known ? $"{known.Functions:N0} functions, {(known.HasData ? "and data" : "no data")}" : "none";
        (string Name, string Value)[] facts =
        [
            ("trace", file), ("variant", Header.Variant), ("protocol", Header.Protocol ?? "not known"), ("page", $"{Header.PageBytes:N0} bytes"), ("nodes", $"{Header.Nodes.Count}, with {Header.Nodes.Sum(node => node.Cpus)} CPUs"),
            ("records", $"{analysis.Trace.Records.Count:N0}, {Header.Lost:N0} lost"), ("waiting", $"{analysis.Wait.Waits:N0} accesses waited {analysis.Wait.Milliseconds:N1} ms for {analysis.Pages.Count(page => page.Wait.Waits > 0):N0} pages"), ("symbols", symbols),
        ];
        return Html.Element("dl", [.. facts.SelectMany(fact => (XElement[])[Html.Element("dt", fact.Name), Html.Element("dd", fact.Value)])]);
    }

    private XElement AdviceList()
    {
        IReadOnlyList<Advice> advice = analysis.Advice();
        if (advice.Count == 0) return Html.Element("p", "None: nothing in this trace stands out.");
        return Html.Element("ul", [.. advice.Select(one => Html.Element("li", Html.Element("b", one.What), " ", one.Why))]);
    }

    private XElement Waits()
    {
        IEnumerable<(string Who, WaitTotal Wait)> rows =
        [
            ("the guest's kernel", analysis.KernelWait), ("its programs", analysis.UserWait), ("not known", analysis.OtherWait), .. analysis.WaitByNode.Select((wait, node) => ($"node {node}", wait)),
        ];
        return Html.Table(["<who", "waits", "ms", "of all"], rows.Select(row => (object?[])[row.Who, .. Figures(row.Wait)]));
    }

    private XElement Patterns() => Html.Table(["<pattern", "pages", "waits", "ms", "of all"], analysis.Patterns().Select(total => (object?[])[total.Pattern.Name(), $"{total.Pages:N0}", .. Figures(total.Wait)]));

    private XElement HotPages() => Html.Table(
        ["page", "<pattern", "waits", "ms", "of all", "<accesses: read, write, read to write", "<where in the page", "<who waited, and what lies there"],
        analysis.Hottest(pages).Select(page => (object?[])
        [
            $"0x{page.Page.Value:x}", SharingClassifier.Of(page).Name(), .. Figures(page.Wait),
            page.Uses.Select(use => Html.Element("div", Html.Of("span", $"key {Svg.Colour(use.Node.Value)}"), $"node {use.Node.Value}{(page.Home == use.Node ? ", home" : "")}: {use.Reads:N0}, {use.Writes:N0}, {use.ReadsForWrite:N0}")).ToArray(),
            PartStrip.Draw(page, Header.PageBytes) ?? (object)"not known", Names(page),
        ]));

    private object[] Names(PageHistory page)
    {
        IEnumerable<XElement> functions = analysis.FunctionsOf(page).Take(FunctionsOfPage).Select(function => Html.Element("div", Html.Element("code", function.Name), $" {function.Share:P0}"));
        IReadOnlyList<string> data = analysis.Symbols?.DataOn(page.Page, Header) ?? [];
        if (data.Count > 0) functions = functions.Append(Html.Of("div", "soft", "there: ", Html.Element("code", string.Join(", ", data.Take(DataOfPage)) + (data.Count > DataOfPage ? " …" : ""))));
        return [.. functions];
    }

    private XElement HotFunctions() => Html.Table(["<function", "waits", "ms", "of all"], analysis.HottestFunctions(Functions).Select(function => (object?[])[Html.Element("code", function.Name), .. Figures(function.Wait)]));

    private object[] Figures(WaitTotal wait) => [$"{wait.Waits:N0}", $"{wait.Milliseconds:N1}", $"{wait.ShareOf(analysis.Wait):P1}"];
}
