using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class ListRegisterTests
{
    // Values put together by hand from IHI 0069H, 12.4.8: State 63:62, HW 61, Group 60, Priority 55:48, pINTID 44:32 or EOI 41, vINTID 31:0.
    [Theory]
    [InlineData(27u, 0xa0, 27u, 0x70a0_001b_0000_001bul)]
    [InlineData(1019u, 0x00, 1019u, 0x7000_03fb_0000_03fbul)]
    public void A_hardware_interrupt_is_laid_out_as_the_manual_says(uint interrupt, byte priority, uint physical, ulong expected) =>
        Assert.Equal(expected, ListRegister.Hardware(new InterruptId(interrupt), priority, new InterruptId(physical)).Bits);

    [Theory]
    [InlineData(33u, 0xf8, false, 0x50f8_0000_0000_0021ul)]
    [InlineData(33u, 0x08, true, 0x5008_0200_0000_0021ul)]
    public void A_software_interrupt_is_laid_out_as_the_manual_says(uint interrupt, byte priority, bool notify, ulong expected) =>
        Assert.Equal(expected, ListRegister.Software(new InterruptId(interrupt), priority, notify).Bits);

    [Fact]
    public void What_is_put_in_comes_out_again()
    {
        const int Seed = 4711;
        Random random = new(Seed);
        for (int round = 0; round < 10_000; round++)
        {
            InterruptId interrupt = new((uint)random.Next(1020));
            byte priority = (byte)random.Next(256);
            bool hardware = random.Next(2) == 0;
            bool pending = random.Next(2) == 0;
            bool active = random.Next(2) == 0;
            ListRegister register = (hardware ? ListRegister.Hardware(interrupt, priority, interrupt) : ListRegister.Software(interrupt, priority, random.Next(2) == 0)).WithState(pending, active);
            Assert.Equal((interrupt.Value, priority, hardware), (register.Interrupt.Value, register.Priority, register.IsHardware));
            Assert.Equal((pending, active, pending || active), (register.IsPending, register.IsActive, register.IsValid));
        }
    }
}
