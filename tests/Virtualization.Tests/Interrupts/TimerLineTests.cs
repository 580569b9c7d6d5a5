using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The timer's interrupt is a level (IHI 0069, 4.4): it is pending while its line is high or its latch is set, whatever a list register was filled with.</summary>
public sealed class TimerLineTests
{
    private const uint Timer = 27;

    private readonly SimulatedGuest _guest = new(cpus: 2);

    public TimerLineTests()
    {
        _guest.WriteBit(SetEnable, Timer);
        _guest.SetPriority(Timer, 0xa0);
        _guest.Settle();
    }

    [Fact]
    public void A_line_that_has_fallen_is_not_pending_when_the_guest_asks()
    {
        Raise();
        _guest.SetTimer(0, false);
        Assert.False(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.Settle();
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
    }

    [Fact]
    public void A_line_that_has_fallen_is_noticed_by_the_next_exit_whatever_its_reason()
    {
        Raise();
        _guest.SetTimer(0, false);
        _guest.Nodes[0].Run(0);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
    }

    [Theory]
    [InlineData(GuestTrap.El1h, true)]
    [InlineData(GuestTrap.El0, false)]
    [InlineData(0x1d0ul, true)] // AArch32 state with interrupts masked
    public void A_guest_that_has_interrupts_masked_and_does_not_exit_is_made_to_while_a_line_waits(ulong state, bool isMasked)
    {
        SimulatedNode node = _guest.Nodes[0];
        node.ProgramState = state;
        node.Run(0);
        Assert.Equal(Cycles.Never.Value, node.Timers.NextDeadline.Value);
        Raise();
        Assert.Equal(isMasked, node.Timers.NextDeadline < Cycles.Never);
        if (!isMasked) return;
        _guest.SetTimer(0, false);
        node.Counter.AdvanceMicroseconds(LineWatch.BoundMicroseconds);
        Assert.Equal(1, node.Timers.RunDue());
        node.Run(0);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.Equal(Cycles.Never.Value, node.Timers.NextDeadline.Value);
    }

    [Fact]
    public void A_line_that_has_fallen_while_the_interrupt_was_disabled_does_not_come_later()
    {
        _guest.WriteBit(ClearEnable, Timer);
        Raise();
        Assert.True(_guest.ReadBit(SetPending, Timer));
        _guest.SetTimer(0, false);
        _guest.WriteBit(SetEnable, Timer);
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.Equal(Timer, _guest.Acknowledge(0));
    }

    [Fact]
    public void A_line_that_rises_is_pending_before_its_physical_interrupt_was_taken()
    {
        _guest.SetTimer(0, true);
        _guest.Nodes[0].On(0);
        Assert.True(_guest.Nodes[0].RedistributorRegisters.TryRead(new MmioAccess(0x1_0000 + SetPending, 4, new VcpuId(0)), out ulong pending));
        Assert.Equal(1ul << (int)Timer, pending);
    }

    [Fact]
    public void A_line_that_stays_high_is_pending_while_active_and_comes_again_after_the_end()
    {
        Raise();
        Assert.Equal(Timer, _guest.Acknowledge(0));
        Assert.True(_guest.ReadBit(SetPending, Timer));
        Assert.True(_guest.ReadBit(SetActive, Timer));
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(Timer, _guest.Acknowledge(0));
        _guest.SetTimer(0, false);
        Assert.False(_guest.ReadBit(SetPending, Timer));
        Assert.True(_guest.ReadBit(SetActive, Timer));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
    }

    [Fact]
    public void Clearing_pending_does_not_lower_the_line()
    {
        Raise();
        _guest.WriteBit(ClearPending, Timer);
        Assert.True(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void What_a_register_made_pending_is_so_until_it_is_acknowledged_or_cleared()
    {
        _guest.WriteBit(SetPending, Timer);
        Assert.Equal(Timer, _guest.HighestPending(0));
        Assert.True(_guest.ReadBit(SetPending, Timer));
        _guest.WriteBit(ClearPending, Timer);
        Assert.False(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.WriteBit(SetPending, Timer);
        Assert.Equal(Timer, _guest.Acknowledge(0));
        Assert.False(_guest.ReadBit(SetPending, Timer));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
    }

    [Fact]
    public void A_latch_outlives_a_line_that_falls()
    {
        Raise();
        _guest.WriteBit(SetPending, Timer);
        _guest.SetTimer(0, false);
        Assert.True(_guest.ReadBit(SetPending, Timer));
        Assert.Equal(Timer, _guest.Acknowledge(0));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void A_latch_that_is_set_while_active_comes_after_the_end_and_the_physical_interrupt_is_free_again()
    {
        Raise();
        Assert.Equal(Timer, _guest.Acknowledge(0));
        _guest.SetTimer(0, false);
        _guest.WriteBit(SetPending, Timer);
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(Timer, _guest.Acknowledge(0));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.Equal(Timer, _guest.HighestPending(0));
    }

    [Fact]
    public void Clearing_active_gives_the_line_its_say_again()
    {
        Raise();
        Assert.Equal(Timer, _guest.Acknowledge(0));
        _guest.WriteBit(ClearActive, Timer);
        _guest.Settle();
        Assert.False(_guest.ReadBit(SetActive, Timer));
        // The running priority still is what the acknowledgement made it.
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.End(0, Timer);
        _guest.Settle();
        Assert.Equal(Timer, _guest.HighestPending(0));
        _guest.SetTimer(0, false);
        _guest.Nodes[0].Run(0);
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
    }

    private void Raise()
    {
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.True(_guest.Nodes[0].IsTimerActive(0));
    }
}
