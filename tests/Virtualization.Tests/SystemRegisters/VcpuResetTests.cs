using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class VcpuResetTests
{
    [Fact]
    public void A_vcpu_starts_with_its_own_name_and_nothing_of_its_last_life()
    {
        FakeGuestRegisters registers = new();
        foreach (GuestRegister register in Enum.GetValues<GuestRegister>()) registers[register] = 0xdead_beef;
        registers[GuestRegister.Midr] = 0x410f_d083;
        FakeProcessor processor = new() { Current = new CpuIndex(1) };
        PhysicalTimer timer = new(processor, new FakeGuestTime(new FakeCounter())) { Control = 1 };
        VcpuReset reset = new(registers, new VcpuTopology(new MadeUpCluster(3, 2, self: 2), processor), timer, new HiddenVectorFeatures(registers));
        reset.ResetCurrent();

        Assert.Equal(0x8000_0201ul, registers[GuestRegister.Vmpidr]);
        Assert.Equal(0x410f_d083ul, registers[GuestRegister.Vpidr]);
        Assert.Equal(0x30d0_0800ul, registers[GuestRegister.Sctlr]);
        Assert.Equal(0ul, registers[GuestRegister.Sctlr] & 0x1005);
        Assert.Equal(0ul, timer.Control);
        GuestRegister[] set = [GuestRegister.Vmpidr, GuestRegister.Vpidr, GuestRegister.Sctlr, GuestRegister.Midr, GuestRegister.Revidr, GuestRegister.Aidr];
        foreach (GuestRegister register in Enum.GetValues<GuestRegister>())
        {
            if (Array.IndexOf(set, register) < 0) Assert.Equal(0ul, registers[register]);
        }
        Assert.False(reset.IsBigEndian);
        reset.IsBigEndian = true;
        Assert.Equal((true, 0x32d0_0800ul), (reset.IsBigEndian, registers[GuestRegister.Sctlr]));
    }
}
