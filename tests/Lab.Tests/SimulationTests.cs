using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>The simulator with the protocols that ship.</summary>
public sealed class SimulationTests
{
    private static readonly LinkModel _badLink = new() { Loss = 0.03, Duplication = 0.03, Reordering = 0.03 };

    public static TheoryData<string> Protocols { get; } = new(Shipped.ProtocolNames);

    public static MatrixTheoryData<string, string> Everything { get; } = new(Shipped.ProtocolNames, WorkloadCatalog.Names);

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_seed_is_right_on_a_bad_link_with_a_small_cache(string protocol, string workload)
    {
        SimOptions options = new() { Nodes = 5, CpusPerNode = 2, AccessesPerCpu = 150, CacheFrames = 16, PagesPerNode = 24, Link = _badLink };
        Assert.Empty(Shipped.Campaign(Shipped.Protocol(protocol), options, workload, 20));
    }

    [Theory]
    [InlineData("zipf")]
    [InlineData("false-sharing")]
    [InlineData("migratory")]
    public void Every_seed_is_right_where_pages_come_along(string workload)
    {
        SimOptions options = new() { Nodes = 5, CpusPerNode = 2, AccessesPerCpu = 300, CacheFrames = 48, PagesPerNode = 64, Link = _badLink, Runs = new GrowingRuns() };
        Assert.Empty(Shipped.Campaign(Shipped.Protocol("OwnerDirectory"), options, workload, 20));
        if (workload == "zipf") Assert.NotEqual(0, Shipped.Simulate(Shipped.Protocol("OwnerDirectory"), options, workload).Counts.RunPages);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_seed_is_right_where_pages_are_split(string protocol, string workload)
    {
        SimOptions options = new() { Nodes = 5, CpusPerNode = 2, AccessesPerCpu = 150, CacheFrames = 16, PagesPerNode = 24, Link = _badLink, Geometry = new AdaptiveUnits() };
        Assert.Empty(Shipped.Campaign(Shipped.Protocol(protocol), options, workload, 5));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Nodes_that_write_words_of_their_own_get_along_once_their_pages_are_split(string protocol)
    {
        SimOptions options = new() { Nodes = 4, AccessesPerCpu = 500 };
        SimCounts whole = Shipped.Simulate(Shipped.Protocol(protocol), options with { Geometry = new Units64K() }, "false-sharing").Counts;
        SimCounts split = Shipped.Simulate(Shipped.Protocol(protocol), options with { Geometry = new AdaptiveUnits() }, "false-sharing").Counts;
        Assert.Equal((0, 4), (whole.UnitsSplit, split.UnitsSplit));
        Assert.InRange(split.Faults, 1, whole.Faults / 10);
        Assert.InRange(split.AllBytes, 1, whole.AllBytes / 10);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_seed_repeats_its_run(string protocol, string workload)
    {
        SimOptions options = new() { Nodes = 8, AccessesPerCpu = 300, Seed = 77, Link = _badLink };
        SimResult[] runs = [.. Enumerable.Range(0, 2).Select(_ => Shipped.Simulate(Shipped.Protocol(protocol), options, workload))];
        Assert.Equal(Figures(runs[0]), Figures(runs[1]));
        SimResult other = Shipped.Simulate(Shipped.Protocol(protocol), options with { Seed = 78 }, workload);
        Assert.NotEqual(Figures(runs[0]), Figures(other));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_node_that_stands_still_delays_the_others_and_breaks_nothing(string protocol, string workload)
    {
        SimOptions options = new() { Nodes = 4, AccessesPerCpu = 300, Pause = new Pause(1, 100_000, 3_000_000) };
        SimResult paused = Shipped.Simulate(Shipped.Protocol(protocol), options, workload);
        Assert.Equal(4 * 300, paused.Counts.Accesses);
        Assert.True(paused.FinishedAtNanoseconds[1] > 3_000_000);
    }

    [Fact]
    public void What_is_private_costs_no_message()
    {
        foreach (ProtocolInfo protocol in ProtocolCatalog.All)
        {
            SimResult result = Shipped.Simulate(protocol, new SimOptions { Nodes = 8 }, "private");
            Assert.Equal((0, 0), (result.Counts.AllMessages, result.Counts.Faults));
        }
    }

    [Fact]
    public void A_dead_node_is_noticed_and_named()
    {
        foreach (ProtocolInfo protocol in ProtocolCatalog.All)
        {
            SimResult result = Shipped.Simulate(protocol, new SimOptions { Nodes = 4, AccessesPerCpu = 100_000, Death = new Death(2, 5_000_000) }, "false-sharing");
            Assert.Contains("node 2 is dead", result.Ended);
        }
    }

    [Fact]
    public void A_lossless_fetch_takes_what_the_link_takes()
    {
        // One reader of one page that its home has: a request there, a page back, and nothing else on the wire.
        SimOptions options = new() { Nodes = 2, AccessesPerCpu = 1 };
        SimResult result = Shipped.Simulate(Shipped.Protocol("OwnerDirectory"), options, new OneRead(), "one read");
        LinkModel link = options.Link;
        long request = (2 * link.Nanoseconds(106)) + link.LatencyNanoseconds + options.HandlerNanoseconds;
        long reply = (2 * link.Nanoseconds(106 + 4096)) + link.LatencyNanoseconds + options.HandlerNanoseconds;
        Assert.Equal(options.FaultNanoseconds + request + reply, result.Counts.Latency.MaximumNanoseconds);
    }

    [Fact]
    public void A_planted_mistake_is_found_and_the_seed_repeats_it()
    {
        ModelSubject broken = Shipped.Subject("OwnerDirectory", "write-before-acknowledgements");
        SimOptions options = new() { Nodes = 6, AccessesPerCpu = 500 };
        IReadOnlyList<SimFailure> failures = Shipped.Campaign(broken.Protocol, options, "false-sharing", 10);
        Assert.NotEmpty(failures);
        SimViolation again = Assert.Throws<SimViolation>(() => Shipped.Simulate(broken.Protocol, options with { Seed = failures[0].Seed }, "false-sharing"));
        Assert.Equal(failures[0].Message, again.Message);
        Assert.Contains($"seed {failures[0].Seed}", again.Message);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        ProtocolInfo protocol = ProtocolCatalog.All[0];
        Assert.Throws<LabException>(() => Shipped.Simulate(protocol, new SimOptions { Nodes = 1 }, "zipf"));
        Assert.Throws<LabException>(() => Shipped.Simulate(protocol, new SimOptions { Nodes = SimOptions.MaximumNodes + 1 }, "zipf"));
        Assert.Throws<LabException>(() => Shipped.Simulate(protocol, new SimOptions { Link = new LinkModel { Loss = 0.9 } }, "zipf"));
        Assert.Contains("zipf", Assert.Throws<LabException>(() => Shipped.Simulate(protocol, new SimOptions(), "nonsense")).Message);
    }

    private static string Figures(SimResult result) =>
        $"{result.Counts.Events} {result.VirtualNanoseconds} {result.Counts.AllMessages} {result.Counts.AllBytes} {result.Counts.Latency.SumNanoseconds} {string.Join(' ', result.FinishedAtNanoseconds)}";
}
