using System;
using System.Linq;
using Pilevisor.Lab;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Xunit;

namespace Pilevisor.Scale.Tests;

/// <summary>The protocols that ship in clusters whose sets of nodes are longer than a word. The simulator asserts single writer or many readers, and that whoever sees a page sees its newest version.</summary>
public sealed class LargeClusterTests
{
    public static TheoryData<string> Protocols => [.. ProtocolCatalog.All.Select(protocol => protocol.Name)];

    public static TheoryData<string, string, int> Runs =>
    [
        .. from protocol in ProtocolCatalog.All
           from workload in new[] { "false-sharing", "migratory", "zipf" }
           from nodes in new[] { 65, 200, 1_024 }
           select new TheoryDataRow<string, string, int>(protocol.Name, workload, nodes),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_page_is_one_page_however_many_nodes_there_are(string protocol, string workload, int nodes)
    {
        SimOptions options = new() { Nodes = nodes, PagesPerNode = 2, CacheFrames = 16, AccessesPerCpu = nodes > 500 ? 8 : 40 };
        SimResult result = Run(protocol, options, workload);
        Assert.Equal((long)nodes * options.AccessesPerCpu, result.Counts.Accesses);
        Assert.True(result.Counts.Faults > nodes, "hardly anything was shared");
    }

    /// <summary>
    /// Many read few pages, some write them, and caches are small: written pages go home with their copyset, which is coarse here, and writers whose copy was lost meanwhile ask without knowing.
    /// </summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public void Evicted_pages_take_coarse_sets_home(string protocol)
    {
        long evictions = 0;
        for (int seed = 1; seed <= 6; seed++)
        {
            SimOptions options = new() { Nodes = 130, PagesPerNode = 8, CacheFrames = 16, CpusPerNode = 2, AccessesPerCpu = 60, Seed = seed, HoldNanoseconds = seed % 2 == 0 ? 20_000 : 100_000 };
            SimResult result = Run(protocol, options, seed % 3 == 0 ? "migratory" : "zipf");
            evictions += result.Counts.Evictions;
        }
        Assert.True(evictions > 1_000, $"only {evictions} pages were evicted");
    }

    [Theory]
    [InlineData("OwnerDirectory", 64, 24)]
    [InlineData("OwnerDirectory", 65, 40)]
    [InlineData("OwnerDirectory", 1_024, 264)]
    [InlineData("MsiDirectory", 64, 40)]
    [InlineData("MsiDirectory", 65, 72)]
    [InlineData("MsiDirectory", 1_024, 520)]
    [InlineData("MesiDirectory", 64, 40)]
    [InlineData("MigratoryDirectory", 64, 40)]
    [InlineData("SingleCopy", 64, 16)]
    [InlineData("SingleCopy", 1_024, 136)]
    [InlineData("DynamicOwner", 64, 16)]
    [InlineData("DynamicOwner", 1_024, 136)]
    public void An_entry_takes_a_word_for_each_set_and_64_nodes(string protocol, int nodes, int bytes)
    {
        SimResult result = Run(protocol, new SimOptions { Nodes = nodes, PagesPerNode = 1, AccessesPerCpu = 1 }, "private");
        Assert.Equal(bytes, result.EntryBytes);
    }

    [Fact]
    public void The_usual_pages_fit_into_every_cluster()
    {
        Assert.Equal(64, new SimOptions { Nodes = 2 }.PagesPerNode);
        Assert.Equal(64, new SimOptions { Nodes = 64 }.PagesPerNode);
        Assert.Equal(32, new SimOptions { Nodes = 128 }.PagesPerNode);
        Assert.Equal(4, new SimOptions { Nodes = SimOptions.MaximumNodes }.PagesPerNode);
        Assert.Equal(9, (new SimOptions { Nodes = 4, PagesPerNode = 9 } with { Seed = 2 }).PagesPerNode);
    }

    [Fact]
    public void A_cluster_that_would_take_too_much_memory_is_refused()
    {
        LabException refused = Assert.Throws<LabException>(() => Run("MsiDirectory", new SimOptions { Nodes = 1_024, PagesPerNode = 64 }, "zipf"));
        Assert.Contains("7 pages a node fit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_node_more_than_there_can_be_is_refused()
    {
        LabException refused = Assert.Throws<LabException>(() => new SimOptions { Nodes = 1_025 }.Refuse());
        Assert.Contains("2 to 1024", refused.Message, StringComparison.Ordinal);
    }

    private static SimResult Run(string protocol, SimOptions options, string workload) =>
        SimRun.Run(ProtocolCatalog.Named(protocol)[0], options, workload, TestContext.Current.CancellationToken);
}
