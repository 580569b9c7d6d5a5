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
        Assert.Equal(1u | (1u << 10), control.IchHcr);
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

    [Theory]
    [InlineData(0ul, 10)]
    [InlineData(1ul << 19, 14)]
    public void Deactivations_trap_by_themselves_where_they_can_and_with_the_common_registers_where_not(ulong features, int trap)
    {
        FakeGicHypervisorRegisters control = new(4, 5) { TypeFeatures = features };
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        ulong always = 1ul | (1ul << trap);
        Assert.Equal(always, control.IchHcr);
        virtualInterface.Requests = VirtualInterfaceRequests.NoPending | VirtualInterfaceRequests.Group0Enabled | VirtualInterfaceRequests.UnlistedActive;
        Assert.Equal(always | 0x1818, control.IchHcr);
        virtualInterface.Requests = VirtualInterfaceRequests.Group0Disabled | VirtualInterfaceRequests.Group1Enabled | VirtualInterfaceRequests.Group1Disabled;
        Assert.Equal(always | 0xe0, control.IchHcr);
        virtualInterface.IsSignalling = false;
        Assert.Equal((always | 0xe0) - 1, control.IchHcr);
    }

    [Fact]
    public void What_the_interface_has_is_where_the_guests_control_register_has_it()
    {
        FakeGicHypervisorRegisters control = new(4, 5) { TypeFeatures = (1ul << 23) | (1ul << 21) };
        GicV3VirtualInterface virtualInterface = Make(control);
        virtualInterface.InitializeCpu();
        Assert.Equal(5, virtualInterface.PreemptionBits);
        Assert.Equal((4u << 8) | (1u << 11) | (1u << 15), virtualInterface.ControlFeatures);
        virtualInterface.WriteActivePriorities(false, 0, 0x11);
        virtualInterface.WriteActivePriorities(true, 0, 0x22);
        Assert.Equal((0x11u, 0x22u), ((uint)control.ActiveGroup0[0], (uint)control.ActiveGroup1[0]));
        Assert.Equal((0x11u, 0x22u), (virtualInterface.ReadActivePriorities(false, 0), virtualInterface.ReadActivePriorities(true, 0)));
    }

    // Values put together by hand from IHI 0069H, 12.4.11: VPMR 31:24, VBPR0 23:21, VBPR1 20:18, VEOIM 9, VCBPR 4, VENG1 1, VENG0 0.
    [Fact]
    public void The_guests_controls_are_laid_out_as_the_manual_says()
    {
        VirtualInterfaceControl control = new VirtualInterfaceControl(0).WithPriorityMask(0xf8).WithBinaryPoint(false, 2).WithBinaryPoint(true, 3).WithEnabled(true, true);
        Assert.Equal(0xf84c_0002u, control.Bits);
        Assert.Equal((0xf8, 2, 3, true, false), (control.PriorityMask, control.BinaryPoint(false), control.BinaryPoint(true), control.IsEnabled(true), control.IsEnabled(false)));
        Assert.Equal((0xf8, 0xf8), (control.GroupPriorityMask(false), control.GroupPriorityMask(true)));
        VirtualInterfaceControl other = control.WithControl(true, true).WithEnabled(false, true).WithBinaryPoint(false, 5);
        Assert.Equal(0xf8ac_0213u, other.Bits);
        Assert.Equal((true, true, 0xc0, 0xc0), (other.SplitsDeactivation, other.HasCommonBinaryPoint, other.GroupPriorityMask(false), other.GroupPriorityMask(true)));
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
