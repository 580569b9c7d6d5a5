using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

public sealed class PrivateInterruptTests
{
    private readonly SimulatedGuest _guest = new(cpus: 2);

    [Fact]
    public void An_sgi_reaches_an_enabled_vcpu_once()
    {
        Enable(1, 5);
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.Equal(5u, _guest.Acknowledge(1));
        Assert.Equal(1023u, _guest.Acknowledge(1));
        _guest.End(1, 5);
        _guest.Settle();
        Assert.Equal(1023u, _guest.Acknowledge(1));
    }

    [Fact]
    public void An_sgi_that_is_not_enabled_stays_pending_until_it_is()
    {
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(1));
        Assert.True(_guest.ReadBit(SetPending, 5, 1));
        Enable(1, 5);
        Assert.Equal(5u, _guest.Acknowledge(1));
    }

    [Fact]
    public void Disabling_withdraws_what_is_in_a_list_register()
    {
        Enable(1, 5);
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.Equal(5u, _guest.HighestPending(1));
        _guest.WriteBit(ClearEnable, 5, 1, by: 0);
        Assert.Equal(8ul, ReadControlBy(0, 1));
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(1));
        Assert.Equal(0ul, ReadControlBy(0, 1));
        Assert.True(_guest.ReadBit(SetPending, 5, 1));
    }

    [Fact]
    public void An_sgi_that_comes_while_it_is_active_is_taken_again_afterwards()
    {
        Enable(1, 5);
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.Equal(5u, _guest.Acknowledge(1));
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.True(_guest.ReadBit(SetActive, 5, 1));
        Assert.True(_guest.ReadBit(SetPending, 5, 1));
        Assert.Equal(1023u, _guest.HighestPending(1));
        _guest.End(1, 5);
        _guest.Settle();
        Assert.Equal(5u, _guest.Acknowledge(1));
    }

    [Fact]
    public void More_than_the_list_registers_hold_come_in_order_of_priority()
    {
        for (uint sgi = 0; sgi < 16; sgi++)
        {
            Enable(1, sgi);
            _guest.SetPriority(sgi, (byte)(0xf0 - (sgi * 8)), 1);
            _guest.SendSgi(0, Sgi(sgi, 0, 1));
        }
        _guest.Settle();
        Assert.Equal(4, _guest.Nodes[0].Lists.ValidCount(1));
        for (int sgi = 15; sgi >= 0; sgi--)
        {
            Assert.Equal((uint)sgi, _guest.Acknowledge(1));
            _guest.End(1, (uint)sgi);
            _guest.Settle();
        }
        Assert.Equal(0, _guest.Nodes[0].Lists.ValidCount(1));
    }

    [Fact]
    public void More_active_interrupts_than_list_registers_are_all_ended()
    {
        for (uint sgi = 0; sgi < 6; sgi++) _guest.WriteBit(SetActive, sgi, 1);
        _guest.Settle();
        _guest.SetControl(1, _guest.Control(1).WithControl(true, false));
        foreach (uint sgi in new uint[] { 3, 5, 0, 4, 1, 2 })
        {
            _guest.Deactivate(1, sgi);
            Assert.False(_guest.ReadBit(SetActive, sgi, 1));
        }
        Assert.Equal(0ul, _guest.ReadRedistributor(1, 0x1_0000 + SetActive));
    }

    [Fact]
    public void A_higher_priority_preempts_and_a_changed_priority_counts()
    {
        Enable(0, 1);
        Enable(0, 2);
        _guest.SetPriority(1, 0xa0);
        _guest.SetPriority(2, 0xa0);
        _guest.SendSgi(1, Sgi(1, 0, 0));
        _guest.Settle();
        Assert.Equal(1u, _guest.Acknowledge(0));
        _guest.SendSgi(1, Sgi(2, 0, 0));
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.SetPriority(2, 0x50);
        _guest.Settle();
        Assert.Equal(2u, _guest.Acknowledge(0));
    }

    [Fact]
    public void Nothing_is_signalled_while_the_group_is_off()
    {
        Enable(1, 5);
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        _guest.WriteDistributor(0, 4, 0);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(1));
        _guest.WriteDistributor(0, 4, 2);
        _guest.Settle();
        Assert.Equal(5u, _guest.HighestPending(1));
    }

    [Fact]
    public void An_sgi_configured_for_group_0_is_not_sent_by_sgi1r()
    {
        Enable(1, 5);
        _guest.WriteRedistributor(1, 0x1_0080, 4, 0xffff_ffdf);
        _guest.SendSgi(0, Sgi(5, 0, 1));
        _guest.Settle();
        Assert.False(_guest.ReadBit(SetPending, 5, 1));
    }

    [Fact]
    public void The_timer_is_tied_to_its_physical_interrupt()
    {
        Enable(0, 27);
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.Equal(27u, _guest.Acknowledge(0));
        Assert.True(_guest.Nodes[0].IsTimerActive(0));
        _guest.SetTimer(0, false);
        _guest.End(0, 27);
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(0));
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.Equal(27u, _guest.Acknowledge(0));
    }

    [Fact]
    public void A_timer_that_is_disabled_waits_and_does_not_storm()
    {
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.True(_guest.Nodes[0].IsTimerActive(0));
        Assert.Equal(1023u, _guest.HighestPending(0));
        Enable(0, 27);
        Assert.Equal(27u, _guest.Acknowledge(0));
    }

    [Fact]
    public void Clearing_the_timer_samples_its_line_again()
    {
        _guest.SetTimer(0, true);
        _guest.Settle();
        _guest.SetTimer(0, false);
        _guest.WriteBit(ClearPending, 27, 0, by: 1);
        _guest.Settle();
        Assert.False(_guest.Nodes[0].IsTimerActive(0));
        Assert.False(_guest.ReadBit(SetPending, 27));
        _guest.SetTimer(0, true);
        _guest.Settle();
        Assert.True(_guest.ReadBit(SetPending, 27));
    }

    [Fact]
    public void An_entry_with_nothing_to_do_touches_no_list_register()
    {
        Enable(0, 5);
        _guest.SendSgi(1, Sgi(5, 0, 0));
        _guest.Settle();
        Assert.Equal(5u, _guest.Acknowledge(0));
        // A list register written now would make the interrupt pending again or lose it: the state in hardware is not what software knows.
        _guest.Nodes[0].On(0);
        _guest.Nodes[0].Interrupts.BeforeGuestEntry(GuestTrap.At(0x1000));
        Assert.Equal(1023u, _guest.HighestPending(0));
        Assert.Equal(1, _guest.Nodes[0].Lists.ValidCount(0));
    }

    private ulong ReadControlBy(int by, int vcpu)
    {
        _guest.Nodes[0].On(by);
        Assert.True(_guest.Nodes[0].RedistributorRegisters.TryRead(new MmioAccess((uint)vcpu * 0x2_0000, 4, new VcpuId((uint)by)), out ulong value));
        return value;
    }

    private void Enable(int vcpu, uint intid)
    {
        _guest.WriteBit(SetEnable, intid, vcpu);
        _guest.Settle();
    }
}
