using System;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GicV2Tests
{
    private const ulong Distributor = 0x0800_0000;
    private const ulong CpuInterface = 0x0801_0000;

    private readonly FakeMmio _mmio = new();
    private readonly FakeHardware _hardware = new() { Affinities = [0, 1] };
    private readonly FakeProcessor _processor = new();
    private readonly FakeDmaBarriers _barriers = new();

    [Fact]
    public void The_distributor_starts_with_silence_and_forwards()
    {
        FakeGicV2 gic = new(_processor, 2);
        Make(gic).InitializeDistributor();
        Assert.Equal(1u, gic.Control);
        Assert.DoesNotContain(true, gic.Shared.Enabled.Skip(32));
        Assert.DoesNotContain(true, gic.Shared.Pending.Skip(32));
        Assert.DoesNotContain(true, gic.Shared.Active.Skip(32));
        Assert.DoesNotContain(true, gic.Shared.Group1.Skip(32));
        Assert.All(gic.Shared.Priority.Skip(32), priority => Assert.Equal(0xa0, priority));
        Assert.All(gic.Targets.Skip(32), targets => Assert.Equal(0, targets));
    }

    [Fact]
    public void A_cpu_starts_with_only_the_kick_and_priority_drop_apart_from_deactivation()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = Make(gic);
        _processor.Current = new CpuIndex(1);
        driver.InitializeCpu();
        Assert.Contains(true, gic[0].Own.Enabled.Skip(1));
        Assert.Equal(0, Array.LastIndexOf(gic[1].Own.Enabled, true));
        Assert.True(gic[1].Own.Enabled[0]);
        Assert.DoesNotContain(true, gic[1].Own.Active);
        Assert.DoesNotContain(true, gic[1].Own.Pending.Skip(16));
        Assert.All(gic[1].Senders, senders => Assert.Equal(0, senders));
        Assert.Equal((0x201u, 0xf0u, 0u), (gic[1].Control, gic[1].PriorityMask, gic[1].BinaryPoint));
    }

    [Fact]
    public void A_controller_that_cannot_separate_them_is_named()
    {
        GicV2 driver = Make(new FakeGicV2(_processor, 2) { HasSplitDeactivation = false });
        Assert.Contains("GICC_CTLR.EOImode", Assert.Throws<PanicException>(driver.InitializeCpu).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kick_goes_to_the_interface_that_its_cpu_has_said_is_its_own()
    {
        // Interfaces need not be numbered as CPUs are.
        FakeGicV2 gic = new(_processor, 2, [0x04, 0x01]);
        GicV2 driver = MakeRunning(gic);
        bool isVisible = false;
        _barriers.OnWrite = () => isVisible = gic.Sent.Count == 0;
        driver.Kick(new CpuIndex(0));
        driver.Kick(new CpuIndex(1));
        Assert.True(isVisible || gic.Sent.Count == 2);
        Assert.Equal([0x0004_0000u, 0x0001_0000u], gic.Sent);
    }

    [Fact]
    public void What_was_written_before_a_kick_is_visible_first()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = MakeRunning(gic);
        int before = -1;
        _barriers.OnWrite = () => before = gic.Sent.Count;
        driver.Kick(new CpuIndex(1));
        Assert.Equal((0, 1), (before, gic.Sent.Count));
    }

    [Fact]
    public void A_cpu_that_has_not_started_is_not_kicked()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = Make(gic);
        driver.InitializeCpu();
        driver.Kick(new CpuIndex(1));
        Assert.Empty(gic.Sent);
    }

    [Fact]
    public void Where_there_is_one_cpu_its_interface_is_the_first()
    {
        FakeGicV2 gic = new(_processor, 2, [0, 0]);
        GicV2 driver = MakeRunning(gic);
        driver.Enable(new InterruptId(40), InterruptTrigger.Level, new CpuIndex(0));
        Assert.Equal(1, gic.Targets[40]);
    }

    [Theory]
    [InlineData(InterruptTrigger.Level, 1)]
    [InlineData(InterruptTrigger.Edge, 0)]
    public void An_SPI_goes_to_its_target_and_later_to_another(InterruptTrigger trigger, int target)
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = MakeRunning(gic);
        driver.Enable(new InterruptId(45), trigger, new CpuIndex(target));
        Assert.Equal((true, trigger == InterruptTrigger.Edge, 1 << target), (gic.Shared.Enabled[45], gic.Shared.Edge[45], gic.Targets[45]));
        driver.Enable(new InterruptId(45), trigger, new CpuIndex(1 - target));
        Assert.Equal((true, 1 << (1 - target)), (gic.Shared.Enabled[45], gic.Targets[45]));
        Assert.Equal(1, gic.Shared.Enabled.Skip(32).Count(enabled => enabled));
    }

    [Fact]
    public void A_private_interrupt_is_enabled_on_the_cpu_that_asks()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = MakeRunning(gic);
        _processor.Current = new CpuIndex(1);
        driver.Enable(new InterruptId(27), InterruptTrigger.Level, default);
        Assert.Equal((false, true, false), (gic[0].Own.Enabled[27], gic[1].Own.Enabled[27], gic[1].Own.Edge[27]));
    }

    [Fact]
    public void An_interrupt_that_there_is_not_is_a_panic() =>
        Assert.Contains("64", Assert.Throws<PanicException>(() => MakeRunning(new FakeGicV2(_processor, 2)).Enable(new InterruptId(64), InterruptTrigger.Level, default)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_SGI_is_ended_with_the_sender_it_was_acknowledged_with()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = MakeRunning(gic);
        gic[0].Acknowledgements.Enqueue(5 << 10);
        gic[1].Acknowledgements.Enqueue(3 << 10);
        foreach (int cpu in (int[])[0, 1])
        {
            _processor.Current = new CpuIndex(cpu);
            Assert.Equal(0u, driver.Acknowledge().Value);
        }
        foreach (int cpu in (int[])[0, 1])
        {
            _processor.Current = new CpuIndex(cpu);
            driver.DropPriority(InterruptId.Kick);
            driver.Deactivate(InterruptId.Kick);
        }
        Assert.Equal([5u << 10], gic[0].Ended);
        Assert.Equal([5u << 10], gic[0].Deactivated);
        Assert.Equal([3u << 10], gic[1].Ended);
        Assert.Equal([3u << 10], gic[1].Deactivated);
    }

    [Fact]
    public void Other_interrupts_are_ended_by_their_number_and_none_is_special()
    {
        FakeGicV2 gic = new(_processor, 2);
        GicV2 driver = MakeRunning(gic);
        gic[0].Acknowledgements.Enqueue(48);
        InterruptId interrupt = driver.Acknowledge();
        Assert.Equal(1, _barriers.Reads);
        driver.DropPriority(interrupt);
        driver.Deactivate(interrupt);
        Assert.Equal([48u], gic[0].Ended);
        Assert.Equal([48u], gic[0].Deactivated);
        Assert.True(driver.Acknowledge().IsSpecial);
    }

    [Theory]
    [InlineData("arm,gic-400")]
    [InlineData("arm,cortex-a15-gic")]
    public void It_is_found_by_what_it_is_compatible_with(string compatible)
    {
        _hardware.Add(compatible, [(Distributor, 0x1000), (CpuInterface, 0x2000)]);
        Assert.NotNull(new GicV2(_mmio, _hardware, _processor, _barriers));
    }

    [Fact]
    public void A_controller_without_GICC_DIR_is_named()
    {
        _hardware.Add("arm,gic-400", [(Distributor, 0x1000), (CpuInterface, 0x1000)]);
        Assert.Contains("GICC_DIR", Assert.Throws<PanicException>(() => new GicV2(_mmio, _hardware, _processor, _barriers)).Message, StringComparison.Ordinal);
    }

    // Pages of 64 KiB show the first page sixteen times, and GICC_DIR's behind that.
    [Fact]
    public void Where_pages_have_64_KiB_the_last_alias_is_next_to_GICC_DIR()
    {
        FakeGicV2 gic = new(_processor, 2);
        _hardware.Add("arm,gic-400", [(Distributor, 0x1_0000), (CpuInterface, 0x2_0000)]);
        _mmio.Add(Distributor, 0x1000, gic.Distributor);
        _mmio.Add(CpuInterface, 0x1000, gic.CpuInterface);
        _mmio.Add(CpuInterface + 0xf000, 0x2000, gic.CpuInterface);
        GicV2 driver = new(_mmio, _hardware, _processor, _barriers);
        driver.InitializeCpu();
        driver.Deactivate(new InterruptId(40));
        Assert.Equal([40u], gic[0].Deactivated);
    }

    private GicV2 Make(FakeGicV2 gic)
    {
        _hardware.Add("arm,gic-400", [(Distributor, 0x1000), (CpuInterface, 0x2000)]);
        _mmio.Add(Distributor, 0x1000, gic.Distributor);
        _mmio.Add(CpuInterface, 0x2000, gic.CpuInterface);
        return new GicV2(_mmio, _hardware, _processor, _barriers);
    }

    private GicV2 MakeRunning(FakeGicV2 gic)
    {
        GicV2 driver = Make(gic);
        driver.InitializeDistributor();
        foreach (int cpu in (int[])[1, 0])
        {
            _processor.Current = new CpuIndex(cpu);
            driver.InitializeCpu();
        }
        return driver;
    }
}
