using System;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Machines whose interrupt controller is a GICv2, and a guest that has one across them: Linux' driver for it, interrupts between CPUs, and CPUs that go and come.</summary>
[Collection(Machines.Collection)]
public class GicV2Tests(Machines machines)
{
    private static ClusterConfiguration Shape(int nodes, int cpus) => Machines.TwoNodes with { Variant = "VirtGicV2", Nodes = nodes, CpusPerNode = cpus, MemoryBytes = ByteSize.GiB / nodes, Timeout = 2 * Machines.Limit };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    public async Task Linux_boots_with_its_driver_for_it(int nodes, int cpus)
    {
        CommandRun run = await machines.SucceedAsync(Shape(nodes, cpus), $"test $(nproc) = {nodes * cpus} && grep arch_timer /proc/interrupts && tr -d '\\0' </proc/device-tree/interrupt-controller@8000000/compatible");
        Assert.Contains("GIC-0", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("arm,gic-400", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 4, 50)]
    [InlineData(2, 2, 25)]
    public Task Every_CPU_interrupts_all_others_at_once(int nodes, int cpus, int rounds) => StormAsync(nodes, cpus, rounds);

    // A round takes a tenth of a second or more where the host has fewer CPUs than the guest.
    [Theory]
    [Trait("Length", "long")]
    [InlineData(1, 4, 1000)]
    [InlineData(2, 2, 300)]
    public Task Every_CPU_interrupts_all_others_at_once_for_minutes(int nodes, int cpus, int rounds) => StormAsync(nodes, cpus, rounds);

    private async Task StormAsync(int nodes, int cpus, int rounds)
    {
        CommandRun run = await machines.SucceedAsync(Shape(nodes, cpus), $"ipistorm {rounds}");
        Assert.Contains($"ipistorm: {nodes * cpus} CPUs, {rounds} rounds each", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CPUs_of_both_nodes_go_and_come_while_others_are_interrupted()
    {
        CommandRun run = await machines.SucceedAsync(Shape(2, 2), "ipistorm 30 & hotplug 3 1 && hotplug 3 3 && hotplug 3 2 && wait $!");
        Assert.Contains("hotplug: CPU 3 off line and back 3 times", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_on_two_machines_share_memory_in_order()
    {
        CommandRun run = await machines.SucceedAsync(
            Shape(2, 1), "counter 20000 && pingpong 100 && falsesharing 100000 && remotefault 100 && calls 1000 && pipes 5 && litmus 500 && hotplug 10 && stream 64");
        Assert.Contains("64 MiB right", run.Output, StringComparison.Ordinal);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
    }

    [Fact]
    public async Task It_keeps_going_over_a_bad_network()
    {
        await machines.SucceedAsync(Shape(2, 2) with { Network = new() { Loss = 0.02, Duplication = 0.02, Reordering = 0.02, Seed = 3 } }, "ipistorm 10 && pipes 2 && hotplug 1");
    }
}
