using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Commands;
using Pilevisor.Lab.Comparison;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Comparison.Tests;

public partial class ReportTests
{
    private const int ChartsOfAWorkload = 6;
    private static readonly TimeSpan _browserLimit = TimeSpan.FromSeconds(120);
    private static readonly string[] _workloads = ["migratory", "zipf"];
    private static readonly Lazy<ReportContent> _content = new(Compare);

    [Fact]
    public void The_report_is_one_file_that_asks_for_no_other()
    {
        string html = ReportPage.Html(_content.Value);
        Assert.DoesNotMatch(Elsewhere(), html);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_data_are_those_of_the_runs()
    {
        using JsonDocument data = JsonDocument.Parse(Data(ReportPage.Html(_content.Value)));
        JsonElement rows = data.RootElement.GetProperty("rows");
        Assert.Equal(_content.Value.Rows.Count, rows.GetArrayLength());
        ComparisonRow first = _content.Value.Rows[0];
        Assert.Equal(first.Messages, rows[0].GetProperty("messages").GetInt64());
        Assert.Equal(first.MessagesPerMiss, rows[0].GetProperty("messagesPerMiss").GetDouble(), 9);
        Assert.Equal(1, rows[0].GetProperty("latencies").EnumerateArray().Last().GetProperty("part").GetDouble(), 9);
    }

    [Fact]
    public void Nothing_in_the_data_ends_their_element()
    {
        ComparisonRow evil = _content.Value.Rows[0] with { Workload = "</script><b>\"&", Output = "<!--" };
        string html = ReportPage.Html(_content.Value with { Rows = [evil] });
        using JsonDocument data = JsonDocument.Parse(Data(html));
        Assert.Equal(evil.Workload, data.RootElement.GetProperty("rows")[0].GetProperty("workload").GetString());
    }

    [Fact]
    public async Task A_browser_draws_every_chart_and_meets_no_error()
    {
        string page = await OpenAsync(ReportPage.Html(_content.Value));
        Assert.DoesNotContain("data-error", page, StringComparison.Ordinal);
        int expected = ChartsOfAWorkload * _workloads.Length;
        Assert.Contains($"data-charts-expected=\"{expected}\"", page, StringComparison.Ordinal);
        Assert.Contains($"data-charts-drawn=\"{expected}\"", page, StringComparison.Ordinal);
        int[] ink = [.. Ink().Matches(page).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(expected, ink.Length);
        Assert.All(ink, pixels => Assert.InRange(pixels, 50, int.MaxValue));
        Assert.Contains(WebUtility.HtmlEncode("Simulator against hypervisor: OwnerDirectory"), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_script_would_show()
    {
        string html = ReportPage.Html(_content.Value).Replace("data.rows.map", "data.nothing.map", StringComparison.Ordinal);
        Assert.Contains("data-error", await OpenAsync(html), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_a_gigabit_link_is_arithmetic()
    {
        LinkLimit limit = LinkLimit.Of(new LinkModel());
        Assert.Equal(125e6, limit.BytesPerSecond);
        Assert.Equal((SimFrameSizes.Page + 24) * 8 / 1000.0, limit.PageMicroseconds, 6);
        Assert.InRange(limit.FetchMicroseconds, 34.4, 35.0);
        Assert.InRange(limit.PagesPerSecond, 29_000, 29_800);
        Assert.Equal((2 * limit.FetchMicroseconds) + 20, limit.FetchAcrossSwitchMicroseconds, 6);
    }

    [Fact]
    public void A_validation_says_how_far_off_the_simulator_is()
    {
        RecordedTrace trace = SmallTrace.Of(["1000 1 0 w 0x40001 50000"], ["counter 1 ZeroPages 1", "latency 1 48 1", "message 0 0x25 ExclusiveData 1 102", "message 1 0x21 GetExclusive 2 204"]);
        Validation validation = Validation.Of(trace, new SimOptions(), TestContext.Current.CancellationToken);
        ValidationRow all = validation.Rows.Single(row => row.What == "all messages");
        Assert.Equal((3, 2, 2), (all.Counted, all.AtTimes, all.AtGaps));
        ValidationRow waited = validation.Rows.Single(row => row.What == "accesses that waited");
        Assert.Equal((1, 1, 1), (waited.Counted, waited.AtTimes, waited.AtGaps));
        Assert.NotEmpty(validation.Explanation);
    }

    private static ReportContent Compare()
    {
        SimOptions options = new() { AccessesPerCpu = 200 };
        var rows = from workload in _workloads from nodes in (int[])[2, 4] from protocol in ProtocolCatalog.All select ComparisonRow.Of(SimRun.Run(protocol, options with { Nodes = nodes }, workload));
        return CompareReport.Content(options, [.. rows], [Validation.Of(SmallTrace.Of("1000 1 0 w 0x40001 500"), options, CancellationToken.None)]);
    }

    private static string Data(string html) => DataElement().Match(html).Groups[1].Value;

    private static async Task<string> OpenAsync(string html)
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("pilevisor-report");
        try
        {
            string file = Path.Combine(place.FullName, "report.html");
            await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(_browserLimit);
            string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={place.FullName}/profile", "--virtual-time-budget=10000", "--dump-dom", $"file://{file}"];
            HostCommandResult result = await new HostCommand("chromium", arguments).RunCheckedAsync(limit.Token);
            return string.Join('\n', result.Output);
        }
        finally
        {
            Remove(place);
        }
    }

    // The browser's helpers may still be writing to its profile; what they leave lies among temporary files.
    private static void Remove(DirectoryInfo place)
    {
        try
        {
            place.Delete(recursive: true);
        }
        catch (IOException e)
        {
            TestContext.Current.SendDiagnosticMessage("{0} is left: {1}", place.FullName, e.Message);
        }
    }

    [GeneratedRegex("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//|@import|url\\(")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();

    [GeneratedRegex("data-ink=\"([0-9]+)\"")]
    private static partial Regex Ink();
}
