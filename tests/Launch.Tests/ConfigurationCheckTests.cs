using System;
using System.Collections.Generic;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly ConfigurationCheck _check;

    public ConfigurationCheckTests()
    {
        _place.File("Pilevisor.sln", "");
        _place.File("samples/VirtCluster/VirtCluster.csproj", "<Project><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        _place.File("samples/OtherCluster/OtherCluster.csproj", "<Project><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        _place.File("samples/guests/stream.c", "");
        RepositoryLayout layout = new(_place.Path);
        _check = new ConfigurationCheck(new VariantCatalog(layout), new GuestPrograms(layout, new GuestCache(layout), new SilentActivities()));
    }

    [Fact]
    public void The_defaults_are_right() => Assert.Empty(_check.Problems(new ClusterConfiguration()));

    [Fact]
    public void An_unknown_variant_is_refused_with_the_known_ones() =>
        Refused(new() { Variant = "VirtClutser" }, "unknown variant VirtClutser: there are OtherCluster, VirtCluster");

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    [InlineData(-1)]
    public void A_cluster_has_1_to_64_nodes(int nodes) => Refused(new() { Nodes = nodes }, $"a cluster has 1 to 64 nodes, not {nodes}");

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void A_node_has_1_to_16_cpus(int cpus) => Refused(new() { CpusPerNode = cpus }, $"a node has 1 to 16 CPUs, not {cpus}");

    [Fact]
    public void Memory_has_a_least_size_and_a_granule()
    {
        Refused(new() { MemoryBytes = 62 * ByteSize.MiB }, "too little memory: each node gives at least 64M to the guest, not 62M");
        Refused(new() { MemoryBytes = 65 * ByteSize.MiB }, "a node's memory is a multiple of 2M, which 65M is not");
        Refused(new() { CacheBytes = 2 * ByteSize.MiB }, "too small a cache: each node needs at least 4M for other nodes' pages, not 2M");
        Assert.Empty(_check.Problems(new() { MemoryBytes = 64 * ByteSize.MiB, CacheBytes = 4 * ByteSize.MiB }));
    }

    [Fact]
    public void Missing_files_are_named()
    {
        Refused(new() { Kernel = "/no/such/Image" }, "no such kernel: /no/such/Image");
        Refused(new() { Initrd = "/no/such/initrd" }, "no such initrd: /no/such/initrd");
        Refused(new() { Kernel = _place.Path }, $"the kernel {_place.Path} is a directory");
    }

    [Fact]
    public void A_kernel_for_another_machine_is_refused_with_what_it_is()
    {
        byte[] bzImage = new byte[1024];
        "HdrS"u8.CopyTo(bzImage.AsSpan(0x202));
        string kernel = _place.File("bzImage", bzImage);
        Refused(new() { Kernel = kernel }, $"the kernel {kernel} is an x86 bzImage: a guest's kernel is an uncompressed arm64 Image");
    }

    [Fact]
    public void A_command_needs_our_own_initrd()
    {
        string initrd = _place.File("initrd", 1);
        Refused(new() { Initrd = initrd, Command = "true" }, "--exec needs Pilevisor's own initrd, whose init script runs the command: leave out --initrd, or --exec");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(4, _check.Problems(new() { Variant = "x", Nodes = 0, CpusPerNode = 0, MemoryBytes = 0, CacheBytes = 4 * ByteSize.MiB }).Count);

    public void Dispose() => _place.Dispose();

    private void Refused(ClusterConfiguration configuration, string problem)
    {
        IReadOnlyList<string> problems = _check.Problems(configuration);
        Assert.Equal([problem], problems);
    }
}
