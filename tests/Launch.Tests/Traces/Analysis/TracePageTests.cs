using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pilevisor.Cli.TraceReports;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

public partial class TracePageTests
{
    private static readonly GuestSymbols _symbols = GuestSymbolsReader.Read(new StringReader("ffff800008000000 T _text\nffff800008000100 T a<b>&c\nffff800008010000 D jiffies\n"), "map");

    private static TraceAnalysis Analysis => new(SmallTraces.Of([.. SmallTraces.Records(SmallTraces.Repeat("0w@0 1w@800", 60)), "2 0 r 0x40011 700 @0x0:0xffff800008000104"]), _symbols);

    [Fact]
    public void The_page_is_one_file_without_scripts_that_asks_for_no_other()
    {
        string html = Html();
        Assert.DoesNotMatch(Elsewhere(), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_whatever_is_in_them()
    {
        string html = Html("</title><b>\"&\u0001");
        Assert.Contains("a&lt;b&gt;&amp;c", html, StringComparison.Ordinal);
        Assert.DoesNotContain("a<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;/title&gt;&lt;b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_the_pages_with_pattern_nodes_parts_and_names()
    {
        XElement[] rows = [.. Body().Descendants("table").Single(table => table.Descendants("th").First().Value == "page").Element("tbody")!.Elements()];
        Assert.Equal(["0x40010", "0x40011"], rows.Select(row => row.Elements().First().Value));
        string[] cells = [.. rows[0].Elements().Select(cell => cell.Value)];
        Assert.Equal(("false sharing", "120", "0.1", "98.8 %"), (cells[1], cells[2], cells[3], cells[4]));
        Assert.Contains("node 0, home: 0, 60, 0", cells[5]);
        Assert.Contains("jiffies", cells[7]);
        string[] marks = [.. rows[0].Descendants("title").Select(title => title.Value)];
        Assert.Equal(["node 0", "node 0, offset 0x0: 60 visits, written", "node 1", "node 1, offset 0x800: 60 visits, written"], marks);
        Assert.Equal("128", rows[0].Descendants("rect").Last().Attribute("x")!.Value);
        Assert.Single(new TracePage(Analysis, "t", 1).Text().Split("0x40010")[1..], part => part.StartsWith("</td>", StringComparison.Ordinal));
    }

    [Fact]
    public void The_timeline_has_a_bar_for_every_stretch_with_waits()
    {
        XElement chart = Body().Descendants("svg").First();
        long waits = Analysis.Wait.Waits;
        TraceTimeline timeline = TraceTimeline.Of(Analysis.Trace, TracePage.Bins);
        Assert.Equal(waits, timeline.Bins.Sum(bin => bin.Waits.Sum()));
        int bars = timeline.Bins.Sum(bin => bin.Waits.Count(count => count > 0)), cells = timeline.Bins.Sum(bin => bin.WaitingShare.Count(share => share > 0));
        Assert.Equal(bars + cells, chart.Elements("rect").Count());
    }

    [Fact]
    public void An_empty_trace_has_a_page_too() => Assert.Contains("nothing in this trace stands out", new TracePage(new TraceAnalysis(SmallTraces.Of([])), "t", 9).Text(), StringComparison.Ordinal);

    private static string Html(string file = "my.trace") => new TracePage(Analysis, file, 9).Text();

    private static XElement Body() => XElement.Parse(BodyElement().Match(Html()).Value);

    [GeneratedRegex("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//|@import|url\\(")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<main>.*</main>", RegexOptions.Singleline)]
    private static partial Regex BodyElement();
}
