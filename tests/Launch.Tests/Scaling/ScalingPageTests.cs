using System;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Cli.Scaling;
using Xunit;

namespace Pilevisor.Launch.Tests.Scaling;

/// <summary>What the bench of scaling says, in words and as a page.</summary>
public sealed class ScalingPageTests
{
    private static readonly ScalingCost _shared = new(0.1, 0.1, 0.4, 0.2, 0.2, 1234, 5678, 9 << 20, 0, [new ScalingHotPage(0x41817, "false sharing", 700, 0.25, ["queued_spin_lock_slowpath", "a<b>"])]);
    private static readonly ScalingCost _alone = new(0.98, 0.01, 0, 0.01, 0, 12, 34, 5678, 0, []);

    private static readonly ScalingResult _result = new("VirtCluster", 2, true,
    [
        new("mutex", ScalingFigure.Plain, 1, 1, 4), new("mutex", ScalingFigure.Plain, 1, 4, 2), new("mutex", ScalingFigure.Cluster, 1, 1, 4.5, _alone),
        new("mutex", ScalingFigure.Cluster, 4, 4, 16, _shared), new("mutex", ScalingFigure.Simulated, 4, 4, 8),
        new("sieve", ScalingFigure.Plain, 1, 1, 4), new("sieve", ScalingFigure.Cluster, 4, 4, 2, _alone), new("sieve", ScalingFigure.Simulated, 4, 4, 1.01),
    ]);

    [Fact]
    public void The_verdict_is_of_the_largest_cluster_against_one_cpu_of_plain_QEMU()
    {
        Assert.Equal(
            "0.25 times as fast on 4 CPUs of 4 nodes, 0.50 times with a core for each and a gigabit link (simulated). Its CPUs waited for pages 80 % of the time. 50 % of the waiting for pages was for the kernel's locks, 25 % in the rest of the kernel, "
            + "25 % in programs; 25 % of it for page 0x41817 (false sharing), by queued_spin_lock_slowpath and a<b>.",
            _result.Verdict("mutex"));
        Assert.Equal(
            "2.00 times as fast on 4 CPUs of 4 nodes, 3.96 times with a core for each and a gigabit link (simulated). Its CPUs computed, or waited for one of the host's cores, 98 % of the time.", _result.Verdict("sieve"));
    }

    [Fact]
    public void The_page_is_one_file_that_needs_no_other_and_says_what_the_host_bounds()
    {
        string html = new ScalingPage(_result).Text();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("nothing here can be more than 2 times as fast in real time", html, StringComparison.Ordinal);
        Assert.Contains("simulated, not measured", html, StringComparison.Ordinal);
        Assert.Contains("a&lt;b&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_application_has_a_chart_with_its_points_and_a_dashed_line_for_what_is_simulated()
    {
        XElement[] charts = [.. Body().Descendants("svg")];
        Assert.Equal(2, charts.Length);
        Assert.Equal(
            ["plain QEMU, 1 CPUs: 4.00 s, 1.00 times", "plain QEMU, 4 CPUs: 2.00 s, 2.00 times", "cluster, 1 CPUs: 4.50 s, 0.89 times", "cluster, 4 CPUs: 16.00 s, 0.25 times", "simulated, 4 CPUs: 8.00 s, 0.50 times"],
            charts[0].Elements("rect").Select(point => point.Value));
        Assert.Single(charts[0].Elements("path"), path => path.Attribute("class")!.Value.Contains("dashed", StringComparison.Ordinal));
    }

    private static XElement Body()
    {
        string html = new ScalingPage(_result).Text();
        return XElement.Parse(html[html.IndexOf("<body>", StringComparison.Ordinal)..(html.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)]);
    }
}
