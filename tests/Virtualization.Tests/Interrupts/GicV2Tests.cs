using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A guest with GICv2 (IHI 0048B) over two nodes with two CPUs each: vCPUs 0 and 1 on the leader, 2 and 3 on the other.</summary>
public sealed class GicV2Tests
{
    private const uint Type = 0x004;
    private const uint SetEnable = 0x100;
    private const uint SetPending = 0x200;
    private const uint ClearPending = 0x280;
    private const uint SetActive = 0x300;
    private const uint Priority = 0x400;
    private const uint Targets = 0x800;
    private const uint Configuration = 0xc00;
    private const uint SendSgi = 0xf00;
    private const uint ClearPendingSgi = 0xf10;
    private const uint SetPendingSgi = 0xf20;
    private const uint Nothing = 1023;
    private const uint Spi = 40;

    private readonly SimulatedGuest _guest = new(2, 2, gicV2: true);

    public GicV2Tests()
    {
        for (int vcpu = 0; vcpu < 4; vcpu++) _guest.Write(vcpu, SetEnable, 4, 0xffff);
        _guest.Settle();
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void An_SGI_reaches_exactly_the_vcpu_it_names_and_says_whose_it_is(int target)
    {
        for (int source = 0; source < 4; source++)
        {
            Send(source, 1u << target, 3);
            for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(vcpu == target ? From(source, 3) : Nothing, Acknowledge(vcpu));
            End(target, From(source, 3));
            Assert.Equal(Nothing, Acknowledge(target));
        }
    }

    [Theory, InlineData(0), InlineData(2)]
    public void One_SGI_of_several_senders_comes_once_for_each(int target)
    {
        foreach (int source in (int[])[3, 0, 2, 1, 3]) Send(source, 1u << target, 7);
        for (int source = 0; source < 4; source++)
        {
            Assert.Equal(From(source, 7), Acknowledge(target));
            Assert.Equal(Nothing, Acknowledge(target));
            End(target, From(source, 7));
        }
        Assert.Equal(Nothing, Acknowledge(target));
    }

    [Theory, InlineData(0), InlineData(2)]
    public void An_SGI_that_comes_while_it_is_active_is_pending_and_comes_after_the_end(int source)
    {
        Send(0, 2, 5);
        Assert.Equal(From(0, 5), Acknowledge(1));
        Send(source, 2, 5);
        Assert.Equal(Nothing, Acknowledge(1));
        Assert.Equal(1u << 5, _guest.Read(1, SetPending) & 0xffff);
        Assert.Equal(1u << 5, _guest.Read(1, SetActive) & 0xffff);
        End(1, From(0, 5));
        Assert.Equal(From(source, 5), Acknowledge(1));
        End(1, From(source, 5));
        Assert.Equal(Nothing, Acknowledge(1));
    }

    [Fact]
    public void The_filter_of_GICD_SGIR_names_all_others_or_oneself()
    {
        _guest.Write(1, SendSgi, 4, (1u << 24) | 0xff_0000 | 2);
        _guest.Settle();
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(vcpu == 1 ? Nothing : From(1, 2), Acknowledge(vcpu));
        End(3, From(1, 2));
        End(0, From(1, 2));
        _guest.Write(3, SendSgi, 4, (2u << 24) | 0xff_0000 | 4);
        _guest.Write(2, SendSgi, 4, (3u << 24) | 0xff_0000 | 4);
        _guest.Settle();
        Assert.Equal(From(3, 4), Acknowledge(3));
        Assert.Equal(Nothing, Acknowledge(0));
    }

    [Theory]
    [InlineData(0x00f0_0000u)]
    [InlineData(0x0000_0000u)]
    public void An_SGI_for_nobody_goes_nowhere(uint value)
    {
        int before = _guest.Network.SentCount;
        _guest.Write(0, SendSgi, 4, value);
        _guest.Settle();
        Assert.Equal(before, _guest.Network.SentCount);
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(Nothing, Acknowledge(vcpu));
    }

    [Fact]
    public void A_flood_of_SGIs_merges_and_keeps_every_sender()
    {
        for (int i = 0; i < 1000; i++) _guest.Write(i % 2, SendSgi, 4, (0xcu << 16) | ((uint)i / 2 % 16));
        Assert.Equal(IMessenger.RoomMessages, _guest.Network.LongestQueue);
        _guest.Settle();
        for (int target = 2; target < 4; target++)
        {
            for (uint word = 0; word < 16; word += 4) Assert.Equal(0x0303_0303u, _guest.Read(target, SetPendingSgi + word));
        }
    }

    [Fact]
    public void Senders_are_set_and_cleared_one_by_one()
    {
        _guest.Write(2, SetPendingSgi + 9, 1, 0b1011);
        Assert.Equal(0b1011u, _guest.Read(2, ClearPendingSgi + 9, 1));
        Assert.Equal(0b1011u << 8, _guest.Read(2, SetPendingSgi + 8));
        Assert.Equal(0u, _guest.Read(3, SetPendingSgi + 8));
        _guest.Write(2, ClearPendingSgi + 8, 4, 0b0001 << 8);
        Assert.Equal(From(1, 9), Acknowledge(2));
        End(2, From(1, 9));
        _guest.Write(2, ClearPendingSgi + 9, 1, 0xff);
        Assert.Equal(Nothing, Acknowledge(2));
        Assert.Equal(0u, _guest.Read(2, SetPending) & 0xffff);
        _guest.Write(2, SetPendingSgi + 9, 1, 0xf0);
        Assert.Equal(Nothing, Acknowledge(2));
    }

    [Fact]
    public void SGIs_are_pending_once_a_sender_and_not_by_GICD_ISPENDR()
    {
        _guest.Write(0, SetPending, 4, 0xffff);
        Assert.Equal(Nothing, Acknowledge(0));
        Send(1, 1, 6);
        _guest.Write(0, ClearPending, 4, 0xffff);
        Assert.Equal(From(1, 6), Acknowledge(0));
    }

    [Fact]
    public void Each_CPU_finds_its_own_interface_and_its_own_private_interrupts()
    {
        for (int vcpu = 0; vcpu < 4; vcpu++)
        {
            Assert.Equal(0x0101_0101u << vcpu, _guest.Read(vcpu, Targets + 28));
            Assert.Equal(1u << vcpu, _guest.Read(vcpu, Targets + 5, 1));
            _guest.Write(vcpu, Priority + 20, 1, (uint)(vcpu + 1) << 4);
        }
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal((uint)(vcpu + 1) << 4, _guest.Read(vcpu, Priority + 20, 1));
    }

    [Fact]
    public void Where_there_is_one_CPU_nothing_says_which_interface_is_its_own()
    {
        SimulatedGuest alone = new(gicV2: true);
        Assert.Equal(0u, alone.Read(0, Targets));
        Assert.Equal(8u, alone.Read(0, Type));
    }

    [Theory, InlineData(0), InlineData(3)]
    public void What_it_is_says_the_distributor_everywhere(int vcpu)
    {
        Assert.Equal((3u << 5) | 8, _guest.Read(vcpu, Type));
        Assert.Equal(0x43bu, _guest.Read(vcpu, 0x008) & 0xfff);
        Assert.Equal(0x2bu, _guest.Read(vcpu, 0xfe8));
        Assert.Equal(0xb1u, _guest.Read(vcpu, 0xffc));
        Assert.Equal(3u, _guest.Read(vcpu, 0));
    }

    [Fact]
    public void Interrupts_are_in_group_0_until_the_guest_says_otherwise()
    {
        for (uint register = 0; register < 9 * 4; register += 4) Assert.Equal(0u, _guest.Read(0, 0x080 + register));
    }

    [Theory]
    [InlineData(0b0001u, 0)]
    [InlineData(0b1100u, 2)]
    [InlineData(0b1000u, 3)]
    public void An_SPI_is_for_the_first_interface_of_its_targets(uint targets, int expected)
    {
        EnableSpi(targets);
        Pulse();
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(vcpu == expected ? Spi : Nothing, Acknowledge(vcpu));
        End(expected, Spi);
    }

    [Fact]
    public void An_SPI_without_targets_waits_for_one_and_follows_when_it_changes()
    {
        EnableSpi(0);
        Pulse();
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(Nothing, Acknowledge(vcpu));
        _guest.Write(3, Targets + Spi, 1, 0b0100);
        _guest.Settle();
        Assert.Equal(Spi, _guest.HighestPending(2));
        _guest.Write(1, Targets + Spi, 4, 0b0010);
        _guest.Settle();
        Assert.Equal(Nothing, Acknowledge(2));
        Assert.Equal(Spi, Acknowledge(1));
        Assert.Equal(0b0010u, _guest.Read(2, Targets + Spi, 1));
    }

    [Fact]
    public void Interfaces_that_there_are_not_are_no_targets()
    {
        _guest.Write(0, Targets + Spi, 4, 0xf5f4_f3f2);
        Assert.Equal(0x0504_0302u, _guest.Read(2, Targets + Spi));
    }

    [Fact]
    public void GICC_DIR_deactivates_what_is_in_a_list_register_and_what_another_CPU_has()
    {
        SplitDeactivation(1);
        SplitDeactivation(2);
        EnableSpi(0b0010);
        Pulse();
        Assert.Equal(Spi, Acknowledge(1));
        End(1, Spi);
        _guest.DeactivateByMemory(2, Spi);
        _guest.Settle();
        Assert.Equal(0u, _guest.Read(0, SetActive + 4));
        Send(3, 2, 8);
        Assert.Equal(From(3, 8), Acknowledge(1));
        End(1, From(3, 8));
        Assert.Equal(1u << 8, _guest.Read(1, SetActive) & 0xffff);
        _guest.DeactivateByMemory(1, From(3, 8));
        Assert.Equal(0u, _guest.Read(1, SetActive) & 0xffff);
    }

    // More are active than there are list registers; nothing traps, and the guest ends all of them before EL2 looks.
    [Fact]
    public void Ends_that_meet_no_list_register_are_those_of_the_most_urgent()
    {
        SimulatedGuest guest = new(1, 1, listRegisters: 2, gicV2: true);
        guest.Write(0, SetEnable, 4, 0xffff);
        for (uint sgi = 0; sgi < 5; sgi++)
        {
            guest.Write(0, Priority + sgi, 1, 0xa0 - (sgi << 4));
            guest.Write(0, SendSgi, 4, (1u << 16) | sgi);
            guest.Settle();
            Assert.Equal(sgi, guest.Acknowledge(0, isGroup1: false));
        }
        Assert.Equal(0b11111u, guest.Read(0, SetActive));
        for (uint sgi = 5; sgi-- > 0;) guest.End(0, sgi, isGroup1: false);
        guest.Settle();
        Assert.Equal(0u, guest.Read(0, SetActive));
        Assert.Equal(0u, guest.Read(0, SetPending));
    }

    [Fact]
    public void The_first_page_of_the_CPU_interface_is_mapped_and_the_second_traps()
    {
        SimulatedNode node = _guest.Nodes[0];
        node.GicV2CpuInterface.Initialize();
        Assert.Equal(0x0804_0000ul, Assert.Single(node.Stage2.Devices).Value.Value);
        Assert.True(node.Stage2.Devices.ContainsKey(0x08010));
        Assert.Equal(0x0801_1000ul, node.GicV2CpuInterface.Start.Value);
    }

    [Fact]
    public void A_message_that_cannot_be_is_refused()
    {
        SgiMessage message = default;
        message[(3 * SgiMessage.Cpus) + 2] = 1;
        Assert.Contains("it names a CPU that there is not", Refused(message));
        message = default;
        message[3 * SgiMessage.Cpus] = 0b0100;
        Assert.Contains("it names senders that are not its own", Refused(message));
        Assert.Contains("its body has another length", Assert.Throws<PanicException>(() => _guest.Network.Deliver(0, 1, (MessageKind)VirtualInterruptMessage.GenerateSgi, new byte[64])).Message);
    }

    private static uint From(int sender, uint sgi) => ((uint)sender << 10) | sgi;

    private string Refused(SgiMessage message) =>
        Assert.Throws<PanicException>(() => new SimulatedGuest(2, 2, gicV2: true).Network.Deliver(0, 1, (MessageKind)VirtualInterruptMessage.GenerateSgi, MemoryMarshal.AsBytes(new ReadOnlySpan<SgiMessage>(in message)).ToArray())).Message;

    private void Send(int source, uint targets, uint sgi)
    {
        _guest.Write(source, SendSgi, 4, (targets << 16) | sgi);
        _guest.Settle();
    }

    private void EnableSpi(uint targets)
    {
        _guest.Write(0, Configuration + (Spi / 16 * 4), 4, 2u << (int)(Spi % 16 * 2));
        _guest.Write(0, Targets + Spi, 1, targets);
        _guest.Write(0, SetEnable + 4, 4, 1u << (int)(Spi - 32));
    }

    private void Pulse()
    {
        _guest.Pulse(Spi);
        _guest.Settle();
    }

    private void SplitDeactivation(int vcpu) => _guest.SetControl(vcpu, _guest.Control(vcpu).WithControl(splitsDeactivation: true, hasCommonBinaryPoint: false));

    private uint Acknowledge(int vcpu) => _guest.Acknowledge(vcpu, isGroup1: false);

    private void End(int vcpu, uint value)
    {
        _guest.End(vcpu, value, isGroup1: false);
        _guest.Settle();
    }
}
