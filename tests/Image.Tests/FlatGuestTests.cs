using System;
using System.Linq;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;
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
    public Task Whatever_traps_all_registers_stay_the_guests(int nodes, int cpus, bool plain) => machines.RunFlatAsync("registers", Shape(nodes, cpus, plain));

    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Timers_and_their_lines_at_their_ends_too(int nodes, int cpus, bool plain) => machines.RunFlatAsync("timers", Shape(nodes, cpus, plain));

    [Theory]
    [InlineData("cortex-a72")]
    [InlineData("max")]
    public Task What_is_not_shown_is_undefined_whatever_the_cpu_has(string cpuModel) => machines.RunFlatAsync("hidden", Shape(1, 1, false) with { CpuModel = cpuModel });

    // The number of checks tells whether there is a source: the guest makes others without one.
    [Theory]
    [InlineData("max", 117)]
    [InlineData("cortex-a72", 41)]
    public async Task A_cpu_of_every_node_gives_true_random_numbers_if_it_has_them(string cpuModel, int checks)
    {
        await using Cluster cluster = await machines.StartFlatAsync("trng", Shape(2, 1, plain: false) with { CpuModel = cpuModel });
        ClusterEnd end = await cluster.WaitForEndAsync(TestContext.Current.CancellationToken);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"trng ended as {end.Reason}: {end.Message}\n{cluster.Progress()}");
        Assert.Equal($"trng: {checks} checks, 0 wrong\n", cluster.Console.Text);
    }

    // On two nodes of two CPUs another than the last takes the messages of its node, one that is off.
    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, 2, false)]
    public Task TLB_maintenance_reaches_the_last_cpu(int nodes, int cpus, bool plain) => machines.RunFlatAsync("tlbi", Shape(nodes, cpus, plain));

    // QEMU has no instruction caches, so this shows that the content is right, and the unit tests that the caches are invalidated.
    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Code_that_changes_is_executed_as_it_is(int nodes, int cpus, bool plain) => machines.RunFlatAsync("icache", Shape(nodes, cpus, plain));

    // With FEAT_TLBIOS and FEAT_TLBIRANGE, over a network that loses frames.
    [Fact]
    public Task TLB_maintenance_of_every_form_reaches_the_other_node_late_or_not() =>
        machines.RunFlatAsync("tlbi", Shape(2, 1, plain: false) with { CpuModel = "max,pauth=off", Network = new() { Loss = 0.1, Duplication = 0.1, Reordering = 0.1, Seed = 1 } });

    // Shows that the guest's question is a real one: its CPUs do nothing meanwhile that would drop a translation by chance. Right is what was written to the table first, on which Linux relies.
    [Fact]
    public async Task Without_being_carried_it_reaches_no_other_node_unless_the_table_was_written()
    {
        await using Cluster cluster = await machines.StartFlatAsync("tlbi", Shape(2, 2, plain: false) with { Tlb = TlbOption.Local });
        Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(TestContext.Current.CancellationToken)).Reason);
        Assert.EndsWith("tlbi: 16 checks, 6 wrong\n", cluster.Console.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Loads_and_stores_of_every_form_do_with_devices_what_they_do_with_memory(int nodes, int cpus, bool plain) => machines.RunFlatAsync("loadstore", Shape(nodes, cpus, plain));

    [Theory]
    [MemberData(nameof(TwoCpus))]
    public Task Interrupts_of_both_groups_and_more_active_ones_than_list_registers(int nodes, int cpus, bool plain) => machines.RunFlatAsync("gic", Shape(nodes, cpus, plain));

    [Theory]
    [InlineData("hostile", 1, 2)]
    [InlineData("hostile", 2, 1)]
    public Task A_hostile_guest_gets_nowhere(string name, int nodes, int cpus) => RunHostileAsync(name, nodes, cpus);

    [Theory]
    [Trait("Length", "long")]
    [InlineData("hostilelong", 1, 2)]
    [InlineData("hostilelong", 2, 1)]
    public Task A_hostile_guest_gets_nowhere_however_often_it_tries(string name, int nodes, int cpus) => RunHostileAsync(name, nodes, cpus);

    // What the counts are is for `bench`; that each page and each SGI was seen on both sides, and is work that has to be done, holds whatever they are.
    [Fact]
    public async Task A_page_costs_its_requester_and_its_owner_instructions_that_are_counted()
    {
        int[] medians = await machines.CountAsync("fetch", Shape(2, 1, plain: false), (0, PathKind.FaultWithoutWaiting), (1, PathKind.PageMessage));
        Assert.All(medians, median => Assert.InRange(median, 300, 20_000));
    }

    [Fact]
    public async Task An_SGI_costs_its_sender_and_its_receiver_instructions_that_are_counted()
    {
        int[] medians = await machines.CountAsync("sgi", Shape(2, 1, plain: false), (0, PathKind.SgiSent), (1, PathKind.SgiFromElsewhere));
        Assert.All(medians, median => Assert.InRange(median, 300, 20_000));
    }

    // Plain QEMU is no reference: some of its devices, which the guest of a cluster does not have, end QEMU with an assertion.
    private async Task RunHostileAsync(string name, int nodes, int cpus)
    {
        await using Cluster cluster = await machines.StartFlatAsync(name, Shape(nodes, cpus, plain: false) with { Timeout = Machines.Limit });
        ClusterEnd end = await cluster.WaitForEndAsync(TestContext.Current.CancellationToken);
        string text = cluster.Console.Text;
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{name} ended as {end.Reason}: {end.Message}\n{cluster.Progress()}");
        string[] attempts =
        [
            "reads of system registers", "writes of system registers", "accesses to coprocessors from AArch32", "accesses with the MMU off", "accesses with the MMU on", "accesses through wild tables", "PSCI calls",
            "CPU_ON", "accesses to the interrupt controller",
        ];
        string expected = string.Concat(attempts.Select(attempt => $"{attempt}: [1-9][0-9]* tried, [1-9][0-9]* refused\n"));
        Assert.Matches($"^seed [0-9]+\n{expected}{name}: [1-9][0-9]* checks, 0 wrong\\s*$", text);
    }

    private static ClusterConfiguration Shape(int nodes, int cpus, bool plain) =>
        Machines.TwoNodes with { Nodes = nodes, CpusPerNode = cpus, Plain = plain, MemoryBytes = 128 * ByteSize.MiB, Timeout = TimeSpan.FromSeconds(120) };
}
