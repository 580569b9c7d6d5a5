using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>One guest time on machines whose counters differ by hours and drift.</summary>
[Collection(Machines.Collection)]
public partial class ClockTests(Machines machines)
{
    private const int Seconds = 60;
    private const int MostHours = 1000;

    /// <summary>How much later than the guest wrote it a line may be here, where others use the host.</summary>
    private static readonly TimeSpan _console = TimeSpan.FromSeconds(5);

    /// <summary>How long before it begins the guest may have rounded the time.</summary>
    private const int Rounding = 1;

    /// <summary>2030: no time that a host's clock has while this runs.</summary>
    private const long Set = 1_900_000_000;

    private static readonly NodeDrift[] _clocks = [new(0, -100), new(1, 100, TimeSpan.FromHours(MostHours)), new(2, 0, TimeSpan.FromHours(3))];

    [Theory]
    [Trait("Length", "long")]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public async Task Time_runs_backwards_along_no_chain_and_goes_on_as_the_hosts_does(int nodes, int cpus)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with
        {
            Nodes = nodes,
            CpusPerNode = cpus,
            Network = new SwitchOptions { Delay = TimeSpan.FromMicroseconds(200), Reordering = 0.05, Loss = 0.005, Seed = nodes },
            Drifts = _clocks[..nodes],
            Command = $"cut -d ' ' -f 1 /proc/uptime && timechain {Seconds} {nodes} && cut -d ' ' -f 1 /proc/uptime",
        };
        // Each line of the command, and when it was whole.
        Stopwatch clock = Stopwatch.StartNew();
        ConcurrentQueue<(TimeSpan At, string Text)> lines = [];
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new LineObserver(line => lines.Enqueue((clock.Elapsed, line))), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff && cluster.CommandStatus == 0, $"{end.Reason}: {end.Message}, status {cluster.CommandStatus}\n{string.Join('\n', lines)}\n{cluster.Progress()}");
        (TimeSpan At, string Text)[] written = [.. lines];
        foreach ((TimeSpan at, string text) in written) TestContext.Current.TestOutputHelper?.WriteLine($"{at.TotalSeconds:0.00} s: {text}");
        Assert.Equal(3, written.Length);

        // The guest began with the counter that was furthest on.
        Assert.True(double.Parse(CounterBegan().Match(written[1].Text).Groups[1].Value, CultureInfo.InvariantCulture) > TimeSpan.FromHours(MostHours).TotalSeconds, written[1].Text);
        TimeSpan guest = Uptime(written[2].Text) - Uptime(written[0].Text);
        TimeSpan host = written[2].At - written[0].At;
        Assert.InRange(guest, host - _console, host + _console);
        Assert.True(guest >= TimeSpan.FromSeconds(Seconds), $"{guest}");
    }

    [Fact]
    public Task Every_node_of_a_guest_has_the_time_of_day_and_can_set_it() => TellAsync("VirtCluster", GuestKernels.Default);

    [Theory]
    [Trait("Length", "long")]
    [InlineData("VirtGicV2", GuestKernels.Default)]
    [InlineData("VirtCluster", "6.1-generic")]
    [InlineData("VirtCluster", "6.12-generic")]
    public Task So_it_is_with_other_interrupt_controllers_and_kernels(string variant, string series) => TellAsync(variant, series);

    // By the last CPU, which is on the node that has not the clock: what the clock says, what Linux took from it as it booted, and what is set.
    private async Task TellAsync(string variant, string series)
    {
        const string SinceEpoch = "/sys/class/rtc/rtc0/since_epoch";
        long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - Rounding;
        string command = $"await-cpus 2 >/dev/null; taskset 2 cat {SinceEpoch}; taskset 2 date +%s; taskset 2 date -u -s @{Set} >/dev/null && taskset 2 hwclock -u -w && taskset 2 cat {SinceEpoch}";
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Variant = variant, KernelSeries = series }, command);
        long after = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + Rounding;
        long[] told = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(3, told.Length);
        Assert.InRange(told[0], before, after);
        Assert.InRange(told[1], before, after);
        Assert.InRange(told[2], Set, Set + (after - before));
    }

    private static TimeSpan Uptime(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    [GeneratedRegex("the counter began at ([0-9]+) s")]
    private static partial Regex CounterBegan();
}
