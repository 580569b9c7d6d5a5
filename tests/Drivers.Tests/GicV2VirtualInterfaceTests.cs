using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GicV2VirtualInterfaceTests
{
    private const ulong Control = 0x0803_0000;
    private readonly FakeMmio _mmio = new();
    private readonly FakeHardware _hardware = new();

    public GicV2VirtualInterfaceTests() => _hardware.Add("arm,cortex-a15-gic", [(0x0800_0000, 0x1000), (0x0801_0000, 0x2000), (Control, 0x1000), (0x0804_0000, 0x2000)], 25);

    [Theory]
    [InlineData(4, 4)]
    [InlineData(1, 1)]
    [InlineData(64, 16)]
    public void It_starts_empty_and_on_with_the_guests_registers_at_reset(int implemented, int used)
    {
        GicV2VirtualInterface virtualInterface = Make(implemented, out FakeGicV2VirtualControl control);
        virtualInterface.InitializeCpu();
        Assert.Equal(used, virtualInterface.ListRegisterCount);
        Assert.All(control.ListRegisters.AsSpan(0, used).ToArray(), value => Assert.Equal(0u, value));
        Assert.Equal((1u, 0u, 0u), (control.Control, control.VirtualMachineControl, control.ActivePriorities));
        Assert.Equal((1u << used) - 1, virtualInterface.EmptyListRegisters);
        Assert.Equal((25u, 0x0804_0000ul), (virtualInterface.MaintenanceInterrupt.Value, virtualInterface.Registers.Value));
    }

    // Values put together by hand from IHI 0048B, 5.3.10: HW 31, Grp1 30, State 29:28, Priority 27:23, PhysicalID 19:10 or EOI 19 and CPUID 12:10, VirtualID 9:0.
    [Fact]
    public void List_registers_are_laid_out_as_the_manual_says()
    {
        GicV2VirtualInterface virtualInterface = Make(4, out FakeGicV2VirtualControl control);
        virtualInterface.InitializeCpu();
        virtualInterface.WriteListRegister(0, ListRegister.Hardware(new InterruptId(27), 0xa0, new InterruptId(30)));
        virtualInterface.WriteListRegister(1, ListRegister.Software(new InterruptId(3), 0xf8, true).From(5).WithGroup(false));
        virtualInterface.WriteListRegister(2, ListRegister.Software(new InterruptId(287), 0x08, false).WithState(true, true));
        virtualInterface.WriteListRegister(3, ListRegister.Software(new InterruptId(0), 0, false).WithGroup(false).WithState(false, true));
        Assert.Equal([0xda00_781bu, 0x1f88_1403u, 0x7080_011fu, 0x2000_0000u], control.ListRegisters);
        control.ListRegisters[1] &= ~(3u << 28);
        Assert.Equal((0b0010u, 0b0010u), (virtualInterface.EmptyListRegisters, virtualInterface.EndedListRegisters));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        const int Seed = 4712;
        Random random = new(Seed);
        GicV2VirtualInterface virtualInterface = Make(4, out _);
        virtualInterface.InitializeCpu();
        for (int round = 0; round < 10_000; round++)
        {
            InterruptId interrupt = new((uint)random.Next(1020));
            byte priority = (byte)(random.Next(32) << 3);
            ListRegister register = random.Next(2) == 0 ? ListRegister.Hardware(interrupt, priority, new InterruptId((uint)random.Next(16, 1020))) : ListRegister.Software(interrupt, priority, random.Next(2) == 0);
            if (!register.IsHardware && interrupt.IsSgi) register = register.From(random.Next(8));
            register = register.WithGroup(random.Next(2) == 0).WithState(random.Next(2) == 0, random.Next(2) == 0);
            virtualInterface.WriteListRegister(round % 4, register);
            Assert.True(register.Bits == virtualInterface.ReadListRegister(round % 4).Bits, $"{register.Bits:x}, seed {Seed}");
        }
    }

    [Fact]
    public void What_EL2_wants_to_hear_is_asked_for()
    {
        GicV2VirtualInterface virtualInterface = Make(4, out FakeGicV2VirtualControl control);
        virtualInterface.InitializeCpu();
        virtualInterface.Requests = VirtualInterfaceRequests.NoPending | VirtualInterfaceRequests.Group0Enabled | VirtualInterfaceRequests.UnlistedActive;
        Assert.Equal(0b1_1101u, control.Control);
        virtualInterface.Requests = VirtualInterfaceRequests.Group0Disabled | VirtualInterfaceRequests.Group1Enabled | VirtualInterfaceRequests.Group1Disabled;
        Assert.Equal(0xe1u, control.Control);
        virtualInterface.IsSignalling = false;
        Assert.Equal(0xe0u, control.Control);
        virtualInterface.IsSignalling = true;
        Assert.Equal(0xe1u, control.Control);
    }

    [Fact]
    public void Ends_that_met_no_list_register_are_taken_once()
    {
        GicV2VirtualInterface virtualInterface = Make(4, out FakeGicV2VirtualControl control);
        virtualInterface.InitializeCpu();
        control.Control |= 3u << 27;
        Assert.Equal(0, virtualInterface.TakeUnlistedEnds(VirtualInterfaceRequests.NoPending));
        Assert.Equal(3, virtualInterface.TakeUnlistedEnds(VirtualInterfaceRequests.UnlistedActive));
        Assert.Equal(1u, control.Control);
        Assert.Equal(0, virtualInterface.TakeUnlistedEnds(VirtualInterfaceRequests.UnlistedActive));
    }

    // IHI 0048B, 5.3.3: VMPriMask 31:27, VMBP 23:21, VMABP 20:18, VEM 9, VMCBPR 4, VMGrp1En 1, VMGrp0En 0.
    [Fact]
    public void The_guests_controls_are_where_GICv3_has_them()
    {
        GicV2VirtualInterface virtualInterface = Make(4, out FakeGicV2VirtualControl control);
        control.VirtualMachineControl = 0xf84c_0201;
        Assert.Equal((0xf8, 2, 3, true, false, true), (virtualInterface.Control.PriorityMask, virtualInterface.Control.BinaryPoint(false), virtualInterface.Control.BinaryPoint(true), virtualInterface.Control.IsEnabled(false),
            virtualInterface.Control.IsEnabled(true), virtualInterface.Control.SplitsDeactivation));
        virtualInterface.Control = virtualInterface.Control.WithEnabled(true, true);
        Assert.Equal(0xf84c_0203u, control.VirtualMachineControl);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_list_register_that_is_not_there_is_a_panic(int index)
    {
        GicV2VirtualInterface virtualInterface = Make(4, out _);
        Assert.Throws<PanicException>(() => virtualInterface.ListRegisterCount);
        virtualInterface.InitializeCpu();
        Assert.Throws<PanicException>(() => virtualInterface.ReadListRegister(index));
        Assert.Throws<PanicException>(() => virtualInterface.WriteListRegister(index, ListRegister.Empty));
    }

    [Fact]
    public void A_controller_without_virtualization_is_named()
    {
        FakeHardware hardware = new();
        hardware.Add("arm,gic-400", [(0x0800_0000, 0x1000), (0x0801_0000, 0x2000)], 25);
        Assert.Contains("virtualization", Assert.Throws<PanicException>(() => new GicV2VirtualInterface(_mmio, hardware)).Message, StringComparison.Ordinal);
    }

    private GicV2VirtualInterface Make(int listRegisters, out FakeGicV2VirtualControl control)
    {
        control = new FakeGicV2VirtualControl(listRegisters);
        _mmio.Add(Control, 0x1000, control);
        return new GicV2VirtualInterface(_mmio, _hardware);
    }
}
