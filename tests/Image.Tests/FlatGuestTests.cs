using System;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Small guests without an operating system, each about one thing, on plain QEMU as the reference, on one node and across two.</summary>
[Collection(Machines.Collection)]
public class FlatGuestTests(Machines machines)
{
    /// <summary>The machines that a flat guest of two CPUs is right on.</summary>
    public static TheoryData<int, int, bool> TwoCpus => new() { { 1, 2, true }, { 1, 2, false }, { 2, 1, false } };

    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Two_cpus_and_what_is_between_them(int nodes, int cpus, bool plain) => machines.RunFlatAsync("twocpus", Shape(nodes, cpus, plain));

    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Interrupts_of_both_groups_and_more_active_ones_than_list_registers(int nodes, int cpus, bool plain) => machines.RunFlatAsync("gic", Shape(nodes, cpus, plain));

    private static ClusterConfiguration Shape(int nodes, int cpus, bool plain) =>
        Machines.TwoNodes with { Nodes = nodes, CpusPerNode = cpus, Plain = plain, MemoryBytes = 128 * ByteSize.MiB, Timeout = TimeSpan.FromSeconds(120) };
}
