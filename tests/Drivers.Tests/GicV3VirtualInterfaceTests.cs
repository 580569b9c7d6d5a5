using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GicV3VirtualInterfaceTests
{
    private readonly FakeGicCpuRegisters _cpuInterface = new() { IccSreEl2 = 0xf };
    private readonly FakeHardware _hardware = new();

    public GicV3VirtualInterfaceTests() => _hardware.Add("arm,gic-v3", [(0x0800_0000, 0x1_0000), (0x080a_0000, 0x2_0000)], 25);

    [Theory]
    [InlineData(4, 5)]
    [InlineData(1, 6)]
    [InlineData(16, 7)]
    public void It_starts_empty_and_on_with_the_guests_registers_at_reset(int listRegisters, int preemptionBits)
    {
        FakeGicHypervisorRegisters control = new(listRegisters, preemptionBits);
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        Assert.Equal(listRegisters, virtualInterface.ListRegisterCount);
        Assert.All(control.ListRegisters, value => Assert.Equal(0u, value));
        Assert.All(control.ActiveGroup0, value => Assert.Equal(0u, value));
        Assert.All(control.ActiveGroup1, value => Assert.Equal(0u, value));
        Assert.Equal(0u, control.IchVmcr);
        Assert.Equal(5u, control.IchHcr);
        Assert.Equal(7u, _cpuInterface.IccSreEl1);
        Assert.Equal((1u << listRegisters) - 1, virtualInterface.EmptyListRegisters);
        Assert.Equal(25u, virtualInterface.MaintenanceInterrupt.Value);
    }

    [Fact]
    public void List_registers_hold_what_is_written_and_tell_which_are_empty_or_ended()
    {
        FakeGicHypervisorRegisters control = new(4, 5);
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        virtualInterface.WriteListRegister(1, ListRegister.Software(new InterruptId(40), 0xa0, true));
        virtualInterface.WriteListRegister(3, ListRegister.Hardware(new InterruptId(27), 0x80, new InterruptId(27)));
        Assert.Equal(0b0101u, virtualInterface.EmptyListRegisters);
        Assert.Equal(0b0000u, virtualInterface.EndedListRegisters);
        Assert.Equal(40u, virtualInterface.ReadListRegister(1).Interrupt.Value);
        control.ListRegisters[1] &= ~(3ul << 62);
        Assert.Equal(0b0010u, virtualInterface.EndedListRegisters);
    }

    [Fact]
    public void The_underflow_interrupt_is_asked_for_and_no_other_bit_changes()
    {
        FakeGicHypervisorRegisters control = new(4, 5);
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        control.IchHcr |= 3ul << 27;
        virtualInterface.UnderflowInterrupt = true;
        Assert.Equal((3ul << 27) | 7, control.IchHcr);
        virtualInterface.UnderflowInterrupt = false;
        Assert.Equal((3ul << 27) | 5, control.IchHcr);
    }

    [Fact]
    public void Unmatched_ends_are_counted_once()
    {
        FakeGicHypervisorRegisters control = new(4, 5);
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        control.IchHcr |= 19ul << 27;
        Assert.Equal(19, virtualInterface.TakeUnmatchedEndOfInterruptCount());
        Assert.Equal(0, virtualInterface.TakeUnmatchedEndOfInterruptCount());
        Assert.Equal(5u, control.IchHcr);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_list_register_that_is_not_there_is_a_panic(int index)
    {
        GicV3VirtualInterface virtualInterface = Make(new FakeGicHypervisorRegisters(4, 5));
        virtualInterface.InitializeCpu();
        Assert.Throws<PanicException>(() => virtualInterface.ReadListRegister(index));
        Assert.Throws<PanicException>(() => virtualInterface.WriteListRegister(index, ListRegister.Empty));
    }

    [Fact]
    public void The_controller_comes_first()
    {
        _cpuInterface.IccSreEl2 = 0;
        GicV3VirtualInterface virtualInterface = Make(new FakeGicHypervisorRegisters(4, 5));
        Assert.Throws<PanicException>(virtualInterface.InitializeCpu);
        Assert.Throws<PanicException>(() => virtualInterface.ListRegisterCount);
    }

    [Fact]
    public void A_controller_without_a_maintenance_interrupt_has_no_virtual_interface()
    {
        FakeHardware hardware = new();
        hardware.Add("arm,gic-v3", [(0x0800_0000, 0x1_0000), (0x080a_0000, 0x2_0000)]);
        PanicException panic = Assert.Throws<PanicException>(() => new GicV3VirtualInterface(new FakeGicHypervisorRegisters(4, 5), _cpuInterface, hardware));
        Assert.Contains("virtualization", panic.Message, StringComparison.Ordinal);
    }

    private GicV3VirtualInterface Make(FakeGicHypervisorRegisters control) => new(control, _cpuInterface, _hardware);
}
