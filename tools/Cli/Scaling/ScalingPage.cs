using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Cli.TraceReports;
using Pilevisor.Lab.Comparison;

namespace Pilevisor.Cli.Scaling;

/// <summary>What scales and what does not, as one HTML file without a script.</summary>
/// <param name="result">The figures.</param>
internal sealed class ScalingPage(ScalingResult result)
{
    private const double MiB = 1 << 20;

    /// <summary>The file's text.</summary>
    public string Text() => ReportTemplate.Fill("scaling.html", name => name == "content" ? Html.Text(Html.Element("main", [.. Sections()])) : null);

    private IEnumerable<XElement> Sections()
    {
        yield return Html.Element("h1", "What scales");
        yield return Html.Of("p", "soft", "The same work on more and more CPUs: of one machine under plain QEMU, and of a cluster with one CPU a node. Charts show how many times as fast it is as plain QEMU with one CPU.");
        yield return Html.Of("p", "limit", Limit());
        yield return Html.Element("p", [.. ScalingChart.Sources.SelectMany((source, colour) => (object[])[Html.Of("span", $"key {Svg.Colour(colour)}"), source]), Html.Of("span", "soft", " (dashed); the thin line is as many times as fast as there are CPUs")]);
        yield return Html.Of("div", "charts", [.. result.Applications.Select(Chart)]);
        yield return Html.Element("h2", "Why");
        yield return Html.Element("ul", [.. result.Applications.Select(application => Html.Element("li", Html.Element("b", application), ": ", result.Verdict(application)))]);
        yield return Html.Element("h2", "Figures");
        yield return Figures();
        yield return Html.Element("h2", "The hottest pages");
        yield return HotPages();
        yield return Html.Element("footer", "Made by ", Html.Element("code", "./pilevisor bench scaling"), ". docs/scaling.md says how to read it.");
    }

    private string Limit()
    {
        int most = result.Figures.Max(figure => figure.Cpus);
        string bound = most <= result.HostCores
            ? $"The host has {result.HostCores} cores, enough for the CPUs here; the machines' other threads want some of them, too."
            : $"The host has {result.HostCores} cores for everything, so nothing here can be more than {result.HostCores} times as fast in real time, and a cluster's threads that carry messages want cores, too.";
        return $"{bound} The dashed lines go on from there: what was recorded on each cluster, replayed in the Lab's virtual time with a core for each CPU and a gigabit link. They are simulated, not measured."
            + (result.KeptHostAwake ? "" : " The host's CPUs could not be kept from sleeping, which makes each message slower.");
    }

    private XElement Chart(string application) =>
        Html.Of("div", "chart", Html.Element("h3", application), Html.Of("p", "soft", ScalingApplication.All.First(one => one.Name == application).About), new ScalingChart(result.Of(application), result.One(application)).Draw());

    private XElement Figures() => Html.Table(
        ["<application", "<on", "CPUs", "seconds", "times as fast", "computing", "idle", "locks' pages", "kernel's pages", "programs' pages", "misses", "messages", "MiB"],
        result.Figures.Select(figure => (object?[])
        [
            figure.Application, figure.Source, $"{figure.Cpus}", FormattableString.Invariant($"{figure.Seconds:0.00}"), FormattableString.Invariant($"{figure.SpeedupOver(result.One(figure.Application)):0.00}"),
            .. Cost(figure.Cost),
        ]));

    private static object?[] Cost(ScalingCost? cost) => cost is null
        ? [.. Enumerable.Repeat("", 8)]
        : [Percent(cost.Computing), Percent(cost.Idle), Percent(cost.Locks), Percent(cost.Kernel), Percent(cost.User), FormattableString.Invariant($"{cost.Misses:N0}"), FormattableString.Invariant($"{cost.Messages:N0}"), FormattableString.Invariant($"{cost.Bytes / MiB:N1}")];

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:0} %");

    private XElement HotPages() => Html.Table(
        ["<application", "nodes", "page", "<pattern", "waits", "of all", "<who waited"],
        from figure in result.Figures
        where figure.Cost is not null
        from page in figure.Cost!.HotPages
        select (object?[])[figure.Application, $"{figure.Nodes}", $"0x{page.Page:x}", page.Pattern, FormattableString.Invariant($"{page.Waits:N0}"), Percent(page.Share), string.Join(", ", page.Functions)]);
}
