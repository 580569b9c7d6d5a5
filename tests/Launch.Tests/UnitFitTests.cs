using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class UnitFitTests
{
    private const int Unit = (int)(64 * ByteSize.KiB);

    [Theory]
    [InlineData(2, 64 * ByteSize.MiB, 1 * ByteSize.MiB, null)]
    [InlineData(2, 64 * ByteSize.MiB, 960 * ByteSize.KiB, "V shares pages of 64K, and a cache of 960K holds 15: each node needs at least 16, 1M")]
    [InlineData(2, 64 * ByteSize.MiB, (1 * ByteSize.MiB) + 4096, "V shares pages of 64K, and a cache of 1028K is no multiple of that: 1088K is one")]
    [InlineData(1, 64 * ByteSize.MiB, 4096, null)]
    [InlineData(1, (64 * ByteSize.MiB) + 4096, 4096, "V shares pages of 64K, and a node's memory of 65540K is no multiple of that: 65600K is one")]
    public void Sizes_that_do_not_fit_the_unit_are_refused_with_what_would(int nodes, long memory, long cache, string? problem)
    {
        ClusterConfiguration configuration = new() { Variant = "V", Nodes = nodes, MemoryBytes = memory, CacheBytes = cache };
        Assert.Equal(problem is null ? [] : [problem], UnitFit.Problems(configuration, Unit));
    }

    [Theory]
    [InlineData(12, 1, null)]
    [InlineData(13, 1, "V shares pages of 2M, and 13 nodes of 1 CPUs need room for 61440 frames with parts of them, 57344 are the most: start fewer, or boot a variant with smaller pages")]
    public void More_nodes_than_a_large_unit_allows_are_refused(int nodes, int cpus, string? problem)
    {
        ClusterConfiguration configuration = new() { Variant = "V", Nodes = nodes, CpusPerNode = cpus };
        Assert.Equal(problem is null ? [] : [problem], UnitFit.Problems(configuration, (int)(2 * ByteSize.MiB)));
    }
}
