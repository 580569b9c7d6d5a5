using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class TimerTests
{
    private readonly FakeTimerRegisters _registers = new();

    [Fact]
    public void The_counter_tells_time_and_frequency()
    {
        _registers.Cntpct = 12345;
        GenericTimer timer = new(_registers);
        Assert.Equal(12345u, timer.Now.Value);
        Assert.Equal(62_500_000u, timer.FrequencyHz);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(32_768ul)]
    [InlineData(999_999ul)]
    public void A_frequency_the_firmware_forgot_or_that_no_wait_can_be_timed_with_is_a_panic(ulong frequency)
    {
        _registers.Cntfrq = frequency;
        Assert.Contains("CNTFRQ_EL0", Assert.Throws<PanicException>(() => new GenericTimer(_registers)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_that_is_about_to_roll_over_is_a_panic()
    {
        _registers.Cntpct = ulong.MaxValue - 1000;
        Assert.Contains("CNTPCT_EL0", Assert.Throws<PanicException>(() => new GenericTimer(_registers)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_hypervisor_interrupt_is_the_fourth_of_the_node()
    {
        EL2PhysicalTimer timer = new(_registers, Machine(29, 30, 27, 26));
        Assert.Equal(26u, timer.Interrupt.Value);
    }

    [Fact]
    public void A_node_without_a_hypervisor_interrupt_is_a_panic()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new EL2PhysicalTimer(_registers, Machine(29, 30, 27)));
        Assert.Contains("has 3 interrupts, not 4", panic.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_deadline_raises_the_line_when_it_is_reached_and_a_new_one_lowers_it()
    {
        EL2PhysicalTimer timer = new(_registers, Machine(29, 30, 27, 26));
        timer.Set(new Cycles(100));
        _registers.Cntpct = 99;
        Assert.False(_registers.Interrupt);
        _registers.Cntpct = 100;
        Assert.True(_registers.Interrupt);
        timer.Set(new Cycles(200));
        Assert.False(_registers.Interrupt);
    }

    [Fact]
    public void Never_turns_the_timer_off()
    {
        EL2PhysicalTimer timer = new(_registers, Machine(29, 30, 27, 26));
        timer.Set(new Cycles(100));
        timer.Set(Cycles.Never);
        _registers.Cntpct = ulong.MaxValue;
        Assert.False(_registers.Interrupt);
    }

    private static FakeHardware Machine(params uint[] interrupts)
    {
        FakeHardware hardware = new();
        hardware.Add("arm,armv8-timer", [], interrupts);
        return hardware;
    }
}
