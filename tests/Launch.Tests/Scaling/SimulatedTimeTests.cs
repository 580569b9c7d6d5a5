using System.Linq;
using Pilevisor.Cli.Scaling;
using Pilevisor.Launch.Tests.Traces.Analysis;
using Pilevisor.Launch.Traces;
using Xunit;

namespace Pilevisor.Launch.Tests.Scaling;

/// <summary>How long a recorded application would have taken with a core for each CPU, in the Lab's time.</summary>
public sealed class SimulatedTimeTests
{
    private const ulong Began = 500;
    private const ulong Ended = 10_000_000_500;

    [Fact]
    public void What_cpus_did_on_their_own_takes_so_many_times_less_as_they_shared_a_core()
    {
        // Three CPUs that hardly wait for one another.
        Trace trace = SmallTraces.Of(SmallTraces.Records("0w 1w 2w"));
        Assert.InRange(SimulatedTime.Of(trace, Began, Ended, computing: 3, hostCores: 3, TestContext.Current.CancellationToken)!.Value, 9.99, 10.01);
        Assert.InRange(SimulatedTime.Of(trace, Began, Ended, computing: 3, hostCores: 16, TestContext.Current.CancellationToken)!.Value, 9.99, 10.01);
        Assert.InRange(SimulatedTime.Of(trace, Began, Ended, computing: 3, hostCores: 1, TestContext.Current.CancellationToken)!.Value, 3.32, 3.35);
        Assert.InRange(SimulatedTime.Of(trace, Began, Ended, computing: 0.5, hostCores: 1, TestContext.Current.CancellationToken)!.Value, 9.99, 10.01);
    }

    [Fact]
    public void Waiting_takes_as_long_as_on_the_simulated_link()
    {
        // 600 hand-overs of a page that took half a microsecond here: no gigabit link is as fast, and each holds the page for a while.
        Trace trace = SmallTraces.Of(SmallTraces.Records(SmallTraces.Repeat("0w 1w 2w", 200)));
        double little = SimulatedTime.Of(trace, Began, 700_000, computing: 3, hostCores: 3, TestContext.Current.CancellationToken)!.Value;
        Assert.InRange(little, 600 * 100e-6, 600 * 500e-6);
    }

    [Fact]
    public void A_wait_that_was_recorded_as_longer_than_it_was_has_nobody_wait_in_a_circle()
    {
        Trace trace = SmallTraces.Of([.. ((string[])["0 0 w 0x40010 5000", "0 0 w 0x40010 500", "1 0 w 0x40010 500"]).Select(record => $"{record} @0x0:0x4000000")]);
        Assert.NotNull(SimulatedTime.Of(trace, Began, Ended, computing: 3, hostCores: 3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Where_nobody_waits_there_is_nothing_to_simulate()
    {
        Trace trace = SmallTraces.Of(SmallTraces.Records("0w"));
        Assert.Null(SimulatedTime.Of(trace with { Records = [] }, Began, Ended, computing: 3, hostCores: 2, TestContext.Current.CancellationToken));
        Assert.Null(SimulatedTime.Of(trace with { Header = trace.Header with { Protocol = null } }, Began, Ended, computing: 3, hostCores: 2, TestContext.Current.CancellationToken));
    }
}
