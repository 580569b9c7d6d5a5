using System;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The image runs at any 2 MiB boundary, not only where it was linked to, and says so where it cannot run.</summary>
[Collection(Machines.Collection)]
public class PlacementTests(Machines machines)
{
    private const long Elsewhere = 62 * ByteSize.MiB;

    private static readonly ClusterConfiguration s_oneNode =
        Machines.TwoNodes with { Nodes = 1, CpusPerNode = 2, MemoryBytes = 128 * ByteSize.MiB, Timeout = TimeSpan.FromSeconds(120) };

    [Theory]
    [InlineData(4 * ByteSize.MiB)]
    [InlineData(Elsewhere)]
    public Task A_guest_of_two_cpus_is_right_wherever_the_image_is(long offset) => machines.RunFlatAsync("twocpus", s_oneNode with { ImageOffset = offset });

    [Fact]
    public async Task A_panic_names_functions_wherever_the_image_is()
    {
        ClusterEnd end = await EndAsync(Machines.TwoNodes with { ImageOffset = Elsewhere, Mtu = 1500, Command = "true" });
        Assert.Contains(" at 0x43e00000, options ", end.Message, StringComparison.Ordinal);
        Assert.Matches(@"\n  at 0x402[0-9a-f]{5}  \w*Panic__Fail\w* \(Panic\.cs:[0-9]+\)", end.Message);
    }

    [Theory]
    [InlineData(0x28_0000)]
    [InlineData(0x40_1000)]
    public async Task An_image_that_is_not_at_a_boundary_says_so_before_anything_else(long offset)
    {
        ClusterEnd end = await EndAsync(s_oneNode with { ImageOffset = offset, Command = "true" });
        Assert.Contains($"the image was not loaded at a 2 MiB boundary, as its header asks for. It is at 0x{0x4000_0000 + offset:x16}", end.Message, StringComparison.Ordinal);
    }

    private async Task<ClusterEnd> EndAsync(ClusterConfiguration configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.Equal(ClusterEndReason.Panicked, end.Reason);
        TestContext.Current.TestOutputHelper?.WriteLine(end.Message ?? "");
        return end;
    }
}
