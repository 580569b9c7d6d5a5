using Pilevisor.Interconnect;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>SPIs to a vCPU on the leader (vCPU 1) and on another node (vCPU 2): the same rules.</summary>
public sealed class SharedInterruptTests
{
    private const uint Spi = 33;
    private const ulong WritePending = 1ul << 31;

    private readonly SimulatedGuest _guest = new(nodes: 2, cpus: 2);

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void A_level_that_stays_high_comes_again_after_its_end(int vcpu)
    {
        Enable(vcpu);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(Spi, _guest.Acknowledge(vcpu));
            _guest.Settle();
            Assert.Equal(1023u, _guest.HighestPending(vcpu));
            _guest.End(vcpu, Spi);
            _guest.Settle();
        }
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        _guest.SetLevel(Spi, false);
        _guest.End(vcpu, Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
        Assert.False(_guest.ReadBit(SetPending, Spi));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void A_level_that_falls_before_it_is_acknowledged_is_withdrawn(int vcpu)
    {
        Enable(vcpu);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.Equal(Spi, _guest.HighestPending(vcpu));
        _guest.SetLevel(Spi, false);
        Assert.False(_guest.ReadBit(SetPending, Spi));
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void An_edge_comes_once_and_again_if_it_comes_while_active(int vcpu)
    {
        Enable(vcpu);
        _guest.SetEdge(Spi, true);
        _guest.Pulse(Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        _guest.Pulse(Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
        _guest.End(vcpu, Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        _guest.End(vcpu, Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.Acknowledge(vcpu));
    }

    [Fact]
    public void Two_edges_before_the_acknowledgement_are_one_interrupt()
    {
        Enable(1);
        _guest.SetEdge(Spi, true);
        _guest.Pulse(Spi);
        _guest.Settle();
        _guest.Pulse(Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(1));
        _guest.End(1, Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.Acknowledge(1));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Disabling_takes_it_back_and_says_when_that_is_done(int vcpu)
    {
        Enable(vcpu);
        _guest.SetEdge(Spi, true);
        _guest.Pulse(Spi);
        _guest.Settle();
        _guest.WriteBit(ClearEnable, Spi);
        if (vcpu != 0) Assert.Equal(WritePending, _guest.ReadDistributor(0) & WritePending);
        _guest.Settle();
        Assert.Equal(0ul, _guest.ReadDistributor(0) & WritePending);
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
        Assert.True(_guest.ReadBit(SetPending, Spi));
        _guest.WriteBit(SetEnable, Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Clearing_pending_takes_back_an_edge(int vcpu)
    {
        Enable(vcpu);
        _guest.SetEdge(Spi, true);
        _guest.Pulse(Spi);
        _guest.Settle();
        _guest.WriteBit(ClearPending, Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
        Assert.False(_guest.ReadBit(SetPending, Spi));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Clearing_pending_does_not_lower_a_level(int vcpu)
    {
        Enable(vcpu);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        _guest.WriteBit(ClearPending, Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.HighestPending(vcpu));
    }

    [Theory, InlineData(0, 2), InlineData(2, 0), InlineData(2, 3), InlineData(1, 0)]
    public void A_new_route_moves_what_is_pending(int from, int to)
    {
        Enable(from);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        _guest.SetRoute(Spi, to);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(from));
        Assert.Equal(Spi, _guest.Acknowledge(to));
    }

    [Theory, InlineData(0, 2), InlineData(2, 0), InlineData(2, 3), InlineData(1, 0)]
    public void A_new_route_leaves_what_is_active_where_it_is(int from, int to)
    {
        Enable(from);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(from));
        _guest.SetRoute(Spi, to);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(to));
        Assert.True(ReadActive());
        _guest.End(from, Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(to));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Active_state_can_be_polled_for_the_end(int vcpu)
    {
        Enable(vcpu);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.False(ReadActive());
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        Assert.True(ReadActive());
        _guest.SetLevel(Spi, false);
        _guest.End(vcpu, Spi);
        _guest.Settle();
        Assert.False(ReadActive());
    }

    [Theory, InlineData(1), InlineData(2)]
    public void A_carrier_that_has_not_answered_counts_as_active(int vcpu)
    {
        Enable(vcpu);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        Assert.True(_guest.ReadBit(SetActive, Spi));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Active_state_can_be_cleared_and_set(int vcpu)
    {
        Enable(vcpu);
        _guest.SetEdge(Spi, true);
        _guest.Pulse(Spi);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(vcpu));
        _guest.WriteBit(ClearActive, Spi);
        _guest.Settle();
        Assert.False(ReadActive());
        _guest.WriteBit(SetActive, Spi);
        _guest.Settle();
        Assert.True(ReadActive());
        _guest.Pulse(Spi);
        _guest.Settle();
        Assert.Equal(1023u, _guest.HighestPending(vcpu));
        _guest.End(vcpu, Spi);
        _guest.Settle();
        Assert.False(ReadActive());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void A_changed_priority_counts_for_what_is_pending(int vcpu)
    {
        const uint other = 40;
        Enable(vcpu);
        Enable(vcpu, other);
        _guest.SetPriority(Spi, 0xa0);
        _guest.SetPriority(other, 0x90);
        _guest.SetLevel(Spi, true);
        _guest.SetLevel(other, true);
        _guest.Settle();
        Assert.Equal(other, _guest.HighestPending(vcpu));
        _guest.SetPriority(Spi, 0x80);
        _guest.Settle();
        Assert.Equal(Spi, _guest.HighestPending(vcpu));
    }

    [Fact]
    public void An_spi_for_no_vcpu_waits_for_a_route()
    {
        Enable(0);
        _guest.WriteDistributor(0x6000 + (8 * Spi), 8, 0x0102_03);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.True(_guest.ReadBit(SetPending, Spi));
        _guest.SetRoute(Spi, 3);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(3));
    }

    [Fact]
    public void A_report_that_crosses_a_recall_is_understood()
    {
        Enable(2);
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(2));
        _guest.End(2, Spi);
        _guest.Nodes[1].Run(0);
        _guest.SetLevel(Spi, false);
        _guest.Settle();
        Assert.False(ReadActive());
        _guest.SetLevel(Spi, true);
        _guest.Settle();
        Assert.Equal(Spi, _guest.Acknowledge(2));
    }

    [Fact]
    public void All_spis_at_once_never_overrun_the_way_to_another_node()
    {
        for (uint spi = 32; spi < 288; spi++) Enable(2, spi);
        for (uint word = 1; word < 9; word++) _guest.WriteDistributor(SetPending + (4 * word), 4, 0xffff_ffff);
        Assert.True(_guest.Network.LongestQueue <= IMessenger.RoomMessages);
        _guest.Settle();
        for (int i = 0; i < 256; i++)
        {
            uint spi = _guest.Acknowledge(2);
            Assert.Equal((uint)(32 + i), spi);
            _guest.End(2, spi);
            _guest.Settle();
        }
        Assert.True(_guest.Network.LongestQueue <= IMessenger.RoomMessages);
    }

    private bool ReadActive()
    {
        // A guest polls: the first read may only set the question on its way.
        _guest.ReadBit(SetActive, Spi);
        _guest.Settle();
        return _guest.ReadBit(SetActive, Spi);
    }

    private void Enable(int vcpu, uint spi = Spi)
    {
        _guest.SetRoute(spi, vcpu);
        _guest.WriteBit(SetEnable, spi);
        _guest.Settle();
    }
}
