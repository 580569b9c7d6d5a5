using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What a node that has gone wrong sends is refused by name, before anything of it is used. Two nodes of two CPUs.</summary>
public sealed class ImpossibleMessageTests
{
    private SimulatedGuest _guest = new(2, 2);

    [Theory]
    [InlineData((byte)VirtualInterruptMessage.GenerateSgi, 31)]
    [InlineData((byte)VirtualInterruptMessage.DeliverSpi, 7)]
    [InlineData((byte)VirtualInterruptMessage.RecallSpi, 0)]
    [InlineData((byte)VirtualInterruptMessage.EnableGroups, 0)]
    [InlineData((byte)VirtualPowerMessage.TurnOn, 25)]
    [InlineData((byte)VirtualPowerMessage.Reply, 8)]
    public void Bodies_have_their_lengths(byte kind, int bytes) => Assert.Contains("its body has another length", Refused(0, 1, kind, new byte[bytes]));

    [Fact]
    public void Interrupt_messages_go_the_way_they_go()
    {
        Assert.Contains("only the leader sends it", Refused(1, 0, VirtualInterruptMessage.DeliverSpi, Spi(40)));
        Assert.Contains("only the leader sends it", Refused(1, 0, VirtualInterruptMessage.RecallSpi, Spi(40)));
        Assert.Contains("only the leader sends it", Refused(1, 0, VirtualInterruptMessage.EnableGroups, (byte)1));
        Assert.Contains("only the leader is sent it", Refused(0, 1, VirtualInterruptMessage.ReportSpi, Spi(40)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(288)]
    [InlineData(0xffff)]
    public void An_SPI_is_one(int intid)
    {
        Assert.Contains("its interrupt is no SPI", Refused(0, 1, VirtualInterruptMessage.DeliverSpi, Spi(intid)));
        Assert.Contains("its interrupt is no SPI", Refused(0, 1, VirtualInterruptMessage.RecallSpi, Spi(intid)));
        Assert.Contains("its interrupt is no SPI", Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(intid)));
    }

    [Fact]
    public void CPUs_are_there()
    {
        const string NoCpu = "it names a CPU that there is not";
        SgiTargets targets = default;
        targets[3] = 4;
        Assert.Contains(NoCpu, Refused(0, 1, VirtualInterruptMessage.GenerateSgi, targets));
        Assert.Contains(NoCpu, Refused(0, 1, VirtualInterruptMessage.DeliverSpi, Spi(40, 2)));
        Assert.Contains(NoCpu, Refused(0, 1, VirtualInterruptMessage.RecallSpi, Spi(40, 255)));
        Assert.Contains(NoCpu, Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(40, 2)));
        Assert.Contains(NoCpu, Refused(0, 1, VirtualPowerMessage.TurnOn, new PowerRequest { Target = 2, Entry = 0x4000_0000 }));
        Assert.Contains(NoCpu, Refused(0, 1, VirtualPowerMessage.QueryState, new PowerRequest { Requester = 2 }));
        Assert.Contains(NoCpu, Refused(0, 1, VirtualPowerMessage.Reply, new PowerReply { Requester = 200 }));
    }

    [Fact]
    public void A_report_is_of_what_was_given()
    {
        Assert.StartsWith("node 1 sent a message of kind 0x43 that cannot be: it was not given that interrupt; body 28000000", Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(40)));
        GiveToNode1(40);
        Assert.Contains("it gives back what was not recalled", Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(40, flags: SpiMessage.Content.Answer)));
        GiveToNode1(40);
        Assert.Contains("it was not given that interrupt", Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(40, 1)));
    }

    [Fact]
    public void Other_fields_are_in_range()
    {
        Assert.Contains("it says what does not belong there", Refused(0, 1, VirtualInterruptMessage.DeliverSpi, Spi(40, flags: SpiMessage.Content.Answer)));
        Assert.Contains("it says what does not belong there", Refused(0, 1, VirtualInterruptMessage.RecallSpi, Spi(40, flags: SpiMessage.Content.Pending)));
        Assert.Contains("it says what does not belong there", Refused(1, 0, VirtualInterruptMessage.ReportSpi, Spi(40, flags: (SpiMessage.Content)0x80)));
        Assert.Contains("there are two groups only", Refused(0, 1, VirtualInterruptMessage.EnableGroups, (byte)4));
        Assert.Contains("outside the guest's memory", Refused(0, 1, VirtualPowerMessage.TurnOn, new PowerRequest { Entry = 0x1000 }));
        Assert.Contains("outside the guest's memory", Refused(0, 1, VirtualPowerMessage.TurnOn, new PowerRequest { Entry = (1ul << 44) | 0x4000_0000 }));
    }

    [Fact]
    public void What_was_not_asked_is_not_answered() => Assert.Contains("it answers what was not asked", Refused(1, 0, VirtualPowerMessage.Reply, new PowerReply { Requester = 1 }));

    [Fact]
    public void Questions_about_list_registers_are_of_what_there_is_and_answers_of_what_was_asked()
    {
        const string NoCpu = "it names a CPU that there is not";
        SettlementMessage distributor = new() { Scope = SettlementMessage.Distributor };
        Assert.Contains("that are not here", Refused(0, 1, VirtualInterruptMessage.Settle, distributor));
        Assert.Contains("that are not here", Refused(1, 0, VirtualInterruptMessage.Settle, distributor with { Word = 9 }));
        Assert.Contains(NoCpu, Refused(1, 0, VirtualInterruptMessage.Settle, distributor with { Cpu = 2 }));
        Assert.Contains(NoCpu, Refused(1, 0, VirtualInterruptMessage.Settle, new SettlementMessage { Scope = 2 }));
        Assert.Contains(NoCpu, Refused(1, 0, VirtualInterruptMessage.Settle, new SettlementMessage { Cpu = 2, IsAnswer = 1, Generation = 1 }));
        Assert.Contains("without having looked", Refused(1, 0, VirtualInterruptMessage.Settle, new SettlementMessage { IsAnswer = 1 }));
        Assert.Contains("that it was not asked", Refused(1, 0, VirtualInterruptMessage.Look, new SettlementMessage { Generation = 1 }));
        Assert.Contains("which only the leader does", Refused(0, 1, VirtualInterruptMessage.Look, default(SettlementMessage)));
    }

    private void GiveToNode1(uint spi)
    {
        _guest.SetRoute(spi, 2);
        _guest.SetEdge(spi, true);
        _guest.WriteBit(SimulatedGuest.SetEnable, spi);
        _guest.Pulse(spi);
        _guest.Settle();
    }

    private string Refused<T>(int from, int to, VirtualInterruptMessage kind, T body) where T : unmanaged => Refused(from, to, (byte)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)).ToArray());

    private string Refused<T>(int from, int to, VirtualPowerMessage kind, T body) where T : unmanaged => Refused(from, to, (byte)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)).ToArray());

    private string Refused(int from, int to, byte kind, byte[] body)
    {
        string message = Assert.Throws<PanicException>(() => _guest.Network.Deliver(from, to, (MessageKind)kind, body)).Message;
        // A panic is the end of the cluster: nothing goes on after it.
        _guest = new SimulatedGuest(2, 2);
        return message;
    }

    private static SpiMessage Spi(int intid, byte cpu = 0, SpiMessage.Content flags = default) => new() { Spi = (ushort)intid, Cpu = cpu, Flags = flags };
}
