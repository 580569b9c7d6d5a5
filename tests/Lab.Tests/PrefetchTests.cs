using System.Linq;
using Pilevisor.Lab.Prefetching;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>The prefetch policies that ship, in the simulator.</summary>
public sealed class PrefetchTests
{
    private const int Rounds = 20;
    private static readonly int[] _oneAfterTheOther = [.. Enumerable.Range(0, 24)];
    private static readonly int[] _jumping = [3, 17, 8, 29, 12, 5, 21, 10];

    public static MatrixTheoryData<string, string, string> Everything { get; } =
        new(Shipped.ProtocolNames, PrefetchCatalog.All.Select(policy => policy.Name), WorkloadCatalog.Names);

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_seed_is_right_on_a_bad_link_with_a_small_cache(string protocol, string policy, string workload)
    {
        SimOptions options = With(policy) with { Nodes = 4, CpusPerNode = 2, AccessesPerCpu = 150, CacheFrames = 16, PagesPerNode = 24, Link = new LinkModel { Loss = 0.03, Duplication = 0.03, Reordering = 0.03 } };
        Assert.Empty(Shipped.Campaign(Shipped.Protocol(protocol), options, workload, 5));
    }

    [Fact]
    public void What_ships_is_found_by_name()
    {
        Assert.Equal(["HistoryPrefetch", "NoPrefetch", "SequentialPrefetch"], PrefetchCatalog.All.Select(policy => policy.Name));
        Assert.Equal(PrefetchCatalog.All, PrefetchCatalog.Named("all"));
        Assert.Equal(["NoPrefetch", "HistoryPrefetch"], PrefetchCatalog.Named("noprefetch,HistoryPrefetch").Select(policy => policy.Name));
        LabException refused = Assert.Throws<LabException>(() => PrefetchCatalog.Named("Prophecy"));
        Assert.Equal("there is no prefetch policy 'Prophecy'; there are HistoryPrefetch, NoPrefetch, SequentialPrefetch and 'all' for each of them", refused.Message);
    }

    [Fact]
    public void Reading_ahead_spares_a_reader_of_one_page_after_the_other_a_third_of_its_waits_at_least()
    {
        SimCounts none = Read(_oneAfterTheOther, "NoPrefetch");
        SimCounts sequential = Read(_oneAfterTheOther, "SequentialPrefetch");
        Assert.Equal((0, none.Accesses), (none.Prefetches, sequential.Accesses));
        Assert.True(none.ReadFaults >= Rounds * _oneAfterTheOther.Length);
        Assert.InRange(sequential.ReadFaults, 1, none.ReadFaults * 2 / 3);
    }

    [Fact]
    public void History_knows_what_jumps_once_it_has_seen_it()
    {
        SimCounts sequential = Read(_jumping, "SequentialPrefetch");
        SimCounts history = Read(_jumping, "HistoryPrefetch");
        Assert.Equal(Rounds * _jumping.Length, sequential.ReadFaults);
        Assert.InRange(history.ReadFaults, 1, sequential.ReadFaults / 2);
        // What is foretold is used: nothing is asked for in vain, so that there are no more messages than without.
        Assert.InRange(history.AllMessages, 1, sequential.AllMessages);
    }

    [Fact]
    public void A_run_is_named_after_its_policy()
    {
        SimResult result = Shipped.Simulate(Shipped.Protocol("OwnerDirectory"), With("NoPrefetch"), "zipf");
        Assert.Equal("OwnerDirectory + NoPrefetch", result.Design);
        Assert.Equal("OwnerDirectory", Shipped.Simulate(Shipped.Protocol("OwnerDirectory"), new SimOptions(), "zipf").Design);
    }

    private static SimOptions With(string policy) => new() { Prefetch = PrefetchCatalog.Named(policy)[0] };

    private static SimCounts Read(int[] order, string policy) =>
        Shipped.Simulate(Shipped.Protocol("OwnerDirectory"), With(policy) with { AccessesPerCpu = int.MaxValue }, new Rereading(order, Rounds), "rereading").Counts;
}
