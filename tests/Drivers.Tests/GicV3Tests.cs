using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GicV3Tests
{
    private const ulong Distributor = 0x0800_0000;
    private const ulong Redistributors = 0x080a_0000;
    private const ulong RedistributorBytes = 0x2_0000;

    private readonly FakeMmio _mmio = new();
    private readonly FakeHardware _hardware = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeGicCpuRegisters _cpuInterface = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_distributor_starts_with_affinity_routing_group_1_and_silence(bool disableSecurity)
    {
        FakeGicDistributor distributor = AddDistributor(disableSecurity);
        AddRedistributors(0);
        Make().InitializeDistributor();

        Assert.True(distributor.AffinityRouting);
        Assert.True(distributor.Group1Enabled);
        Assert.False(distributor.Group0Enabled);
        FakeGicFrame spis = distributor.Interrupts;
        Assert.DoesNotContain(true, spis.Enabled.Skip(32));
        Assert.DoesNotContain(true, spis.Pending.Skip(32));
        Assert.DoesNotContain(true, spis.Active.Skip(32));
        Assert.DoesNotContain(false, spis.Group1.Skip(32));
        Assert.All(spis.Priority.Skip(32), priority => Assert.Equal(0xa0, priority));
    }

    [Fact]
    public void A_cpu_starts_with_its_own_redistributor_awake_and_only_the_kick_enabled()
    {
        AddDistributor(true);
        FakeGicRedistributor[] redistributors = AddRedistributors(0x0000, 0x0001);
        GicV3 gic = Make();
        _processor.Current = new CpuIndex(1);
        gic.InitializeCpu();

        Assert.True(redistributors[0].Asleep);
        Assert.False(redistributors[1].Asleep);
        FakeGicFrame own = redistributors[1].Interrupts;
        Assert.Equal(0, Array.IndexOf(own.Enabled, true));
        Assert.Equal(0, Array.LastIndexOf(own.Enabled, true));
        Assert.DoesNotContain(true, own.Active);
        Assert.DoesNotContain(false, own.Group1);
    }

    [Fact]
    public void A_cpu_interface_starts_with_system_registers_and_priority_drop_apart_from_deactivation()
    {
        AddDistributor(true);
        AddRedistributors(0);
        Make().InitializeCpu();
        Assert.Equal(0xfu, _cpuInterface.IccSreEl2);
        Assert.Equal(0xf0u, _cpuInterface.IccPmr);
        Assert.Equal(0u, _cpuInterface.IccBpr1);
        Assert.Equal(2u, _cpuInterface.IccCtlr);
        Assert.Equal(1u, _cpuInterface.IccIgrpen1);
    }

    [Fact]
    public void Firmware_that_keeps_the_system_registers_is_named()
    {
        AddDistributor(true);
        AddRedistributors(0);
        GicV3 gic = new(_mmio, _hardware, _processor, new FakeGicCpuRegisters { FirmwareAllows = false });
        Assert.Contains("ICC_SRE_EL3.Enable", Assert.Throws<PanicException>(gic.InitializeCpu).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redistributors_are_found_by_affinity_whatever_their_order_and_size()
    {
        AddDistributor(true);
        _hardware.Affinities = [0x01_0002_0304, 0x0000, 0x0100];
        FakeGicRedistributor third = AddRedistributor(0, FakeGicRedistributor.Type(0x0100, virtualLpis: true));
        FakeGicRedistributor second = AddRedistributor(2 * RedistributorBytes, FakeGicRedistributor.Type(0));
        FakeGicRedistributor first = AddRedistributor(3 * RedistributorBytes, FakeGicRedistributor.Type(0x0102_0304, last: true));
        Describe(8 * RedistributorBytes);
        GicV3 gic = Make();
        foreach ((int cpu, FakeGicRedistributor redistributor) in new[] { (0, first), (1, second), (2, third) })
        {
            Assert.True(redistributor.Asleep);
            _processor.Current = new CpuIndex(cpu);
            gic.InitializeCpu();
            Assert.False(redistributor.Asleep);
        }
    }

    [Theory]
    [InlineData(true, 16)]
    [InlineData(false, 1)]
    public void A_cpu_without_a_redistributor_is_named(bool last, ulong frames)
    {
        AddDistributor(true);
        AddRedistributor(0, FakeGicRedistributor.Type(0, last));
        Describe(frames * RedistributorBytes);
        _hardware.Affinities = [0, 0x1_0000_0203];
        Assert.Contains("0x100000203", Assert.Throws<PanicException>(Make).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InterruptTrigger.Level)]
    [InlineData(InterruptTrigger.Edge)]
    public void A_private_interrupt_is_enabled_on_the_calling_cpu_alone(InterruptTrigger trigger)
    {
        AddDistributor(true);
        FakeGicRedistributor[] redistributors = AddRedistributors(0x0000, 0x0001);
        GicV3 gic = Make();
        InitializeAll(gic);
        _processor.Current = new CpuIndex(1);
        gic.Enable(new InterruptId(26), trigger, new CpuIndex(0));
        Assert.True(redistributors[1].Interrupts.Enabled[26]);
        Assert.False(redistributors[0].Interrupts.Enabled[26]);
        Assert.Equal(trigger == InterruptTrigger.Edge, redistributors[1].Interrupts.Edge[26]);
    }

    [Theory]
    [InlineData(InterruptTrigger.Level)]
    [InlineData(InterruptTrigger.Edge)]
    public void A_shared_interrupt_goes_to_the_cpu_that_was_named_also_when_it_moves(InterruptTrigger trigger)
    {
        FakeGicDistributor distributor = AddDistributor(true);
        AddRedistributors(0x0000, 0x0203);
        GicV3 gic = Make();
        InitializeAll(gic);
        gic.Enable(new InterruptId(79), trigger, new CpuIndex(0));
        Assert.Equal(0u, distributor.Routes[79]);
        gic.Enable(new InterruptId(79), trigger, new CpuIndex(1));
        Assert.Equal(0x0203u, distributor.Routes[79]);
        Assert.True(distributor.Interrupts.Enabled[79]);
        Assert.Single(distributor.Interrupts.Enabled.Skip(32), true);
        Assert.Equal(trigger == InterruptTrigger.Edge, distributor.Interrupts.Edge[79]);
    }

    [Fact]
    public void A_shared_interrupt_that_does_not_exist_is_a_panic()
    {
        AddDistributor(true);
        AddRedistributors(0);
        GicV3 gic = Make();
        InitializeAll(gic);
        PanicException panic = Assert.Throws<PanicException>(() => gic.Enable(new InterruptId(96), InterruptTrigger.Level, default));
        Assert.Equal("INTID 96 is beyond what the interrupt controller has: 96", panic.Message);
    }

    [Theory]
    [InlineData(0x0000ul, 0x0000_0000_0000_0001ul)]
    [InlineData(0x0003ul, 0x0000_0000_0000_0008ul)]
    [InlineData(0x0012ul, 0x0000_1000_0000_0004ul)]
    [InlineData(0x0100ul, 0x0000_0000_0001_0001ul)]
    [InlineData(0x00a5_0100ul, 0x0000_00a5_0001_0001ul)]
    [InlineData(0x07_00a5_0102ul, 0x0007_00a5_0001_0004ul)]
    public void A_kick_is_sgi_0_to_the_one_cpu(ulong affinity, ulong expected)
    {
        AddDistributor(true);
        AddRedistributors(0, affinity);
        Make().Kick(new CpuIndex(1));
        Assert.Equal(("SGI1R", expected), Assert.Single(_cpuInterface.Writes));
    }

    [Fact]
    public void Interrupts_are_taken_and_given_back_by_their_INTID()
    {
        AddDistributor(true);
        AddRedistributors(0);
        GicV3 gic = Make();
        _cpuInterface.Pending.Enqueue(0xff00_0000_0000_0000 | 79);
        InterruptId taken = gic.Acknowledge();
        Assert.Equal(79u, taken.Value);
        gic.DropPriority(taken);
        gic.Deactivate(taken);
        Assert.Equal([("EOIR1", 79ul), ("DIR", 79ul)], _cpuInterface.Writes);
        Assert.True(gic.Acknowledge().IsSpecial);
    }

    [Fact]
    public void A_distributor_that_never_answers_is_a_panic_and_not_a_hang()
    {
        AddDistributor(true).Hangs = true;
        AddRedistributors(0);
        Assert.Contains("GICD_CTLR.RWP", Assert.Throws<PanicException>(Make().InitializeDistributor).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_one_is_told_so()
    {
        PanicException panic = Assert.Throws<PanicException>(Make);
        Assert.Equal("the device tree has no interrupt controller (compatible \"arm,gic-v3\")", panic.Message);
    }

    private GicV3 Make() => new(_mmio, _hardware, _processor, _cpuInterface);

    private FakeGicDistributor AddDistributor(bool disableSecurity)
    {
        FakeGicDistributor distributor = new(disableSecurity);
        _mmio.Add(Distributor, 0x1_0000, distributor);
        return distributor;
    }

    private FakeGicRedistributor[] AddRedistributors(params ulong[] affinities)
    {
        _hardware.Affinities = affinities;
        Describe((ulong)affinities.Length * RedistributorBytes);
        return [.. affinities.Select((affinity, cpu) => AddRedistributor(
            (ulong)cpu * RedistributorBytes,
            FakeGicRedistributor.Type((uint)(((affinity >> 32) << 24) | (affinity & 0xff_ffff)), cpu == affinities.Length - 1)))];
    }

    private FakeGicRedistributor AddRedistributor(ulong offset, ulong type)
    {
        FakeGicRedistributor redistributor = new(type);
        _mmio.Add(Redistributors + offset, RedistributorBytes, redistributor);
        return redistributor;
    }

    private void Describe(ulong redistributorBytes) => _hardware.Add("arm,gic-v3", [(Distributor, 0x1_0000), (Redistributors, redistributorBytes)], 25);

    private void InitializeAll(GicV3 gic)
    {
        gic.InitializeDistributor();
        for (int cpu = 0; cpu < _hardware.CpuCount; cpu++)
        {
            _processor.Current = new CpuIndex(cpu);
            gic.InitializeCpu();
        }
    }
}
