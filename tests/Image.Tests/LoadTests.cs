using System;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Programs of Debian's that everybody knows, on clusters of many shapes under each of Debian's kernels: what comes out must be right, and the kernel must not complain.</summary>
[Collection(Machines.Collection)]
public class LoadTests(Machines machines)
{
    private const long LeastMemory = 512 * ByteSize.MiB;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

    /// <summary>Nodes, and CPUs of each.</summary>
    public static TheoryData<(int Nodes, int Cpus)> Shapes => [(1, 4), (2, 2), (3, 1), (4, 1), (2, 4), (4, 2), (8, 1)];

    public static MatrixTheoryData<(int Nodes, int Cpus), string> Boots => new([.. Shapes.Select(shape => shape.Data)], GuestKernels.Series);

    [Theory]
    [Trait("Length", "long")]
    [MemberData(nameof(Boots))]
    public async Task Each_kernel_boots_on_each_shape_and_does_not_complain((int Nodes, int Cpus) shape, string kernel)
    {
        ClusterConfiguration configuration = new() { Nodes = shape.Nodes, CpusPerNode = shape.Cpus, KernelSeries = kernel, Timeout = _limit };
        CommandRun run = await machines.SucceedAsync(configuration, $"nproc; {KernelLog.Check}");
        Assert.Equal($"{shape.Nodes * shape.Cpus}\n", run.Output);
    }

    // Each shape and each kernel at least once.
    [Theory]
    [Trait("Length", "long")]
    [InlineData(1, 4, "6.1")]
    [InlineData(2, 2, "6.12")]
    [InlineData(3, 1, "6.1-rt")]
    [InlineData(4, 1, "6.12-generic")]
    [InlineData(2, 4, "6.1-generic")]
    [InlineData(4, 2, "6.12-rt")]
    [InlineData(8, 1, "6.1")]
    public async Task Loads_are_right_and_the_kernel_does_not_complain(int nodes, int cpus, string kernel)
    {
        ClusterConfiguration configuration = new() { Nodes = nodes, CpusPerNode = cpus, KernelSeries = kernel, MemoryBytes = long.Max(LeastMemory, 3 * ByteSize.GiB / 2 / nodes), Timeout = _limit };
        string[] loads = [.. machines.Programs.Loads];
        Assert.Contains("load-stress", loads);
        CommandRun run = await machines.SucceedAsync(configuration, $"uname -r; nproc; for load in {string.Join(' ', loads)}; do begin=$(cut -d. -f1 /proc/uptime); $load || exit 1; echo \"$load: done in $(($(cut -d. -f1 /proc/uptime) - begin)) s\"; done; {KernelLog.Check}");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.All(loads, load => Assert.Contains($"{load}: done in ", run.Output, StringComparison.Ordinal));
        string[] seen = run.Output.Split('\n');
        Assert.Equal((kernel.EndsWith("-rt", StringComparison.Ordinal), $"{nodes * cpus}"), (seen[0].Contains("-rt-", StringComparison.Ordinal), seen[1]));
        Assert.StartsWith(kernel.Split('-')[0] + ".", seen[0], StringComparison.Ordinal);
    }
}
