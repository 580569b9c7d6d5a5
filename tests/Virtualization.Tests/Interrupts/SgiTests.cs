using Pilevisor.Interconnect;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>ICC_SGI1R_EL1 over two nodes with two CPUs each.</summary>
public sealed class SgiTests
{
    private readonly SimulatedGuest _guest = new(nodes: 2, cpus: 2);

    public SgiTests()
    {
        for (int vcpu = 0; vcpu < 4; vcpu++) _guest.WriteRedistributor(vcpu, 0x1_0100, 4, 0xffff);
        _guest.Settle();
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void An_sgi_reaches_exactly_the_vcpu_it_names(int target)
    {
        for (int source = 0; source < 4; source++)
        {
            _guest.SendSgi(source, Sgi(3, target / 2, target % 2));
            _guest.Settle();
            for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(vcpu == target ? 3u : 1023u, _guest.Acknowledge(vcpu));
            _guest.End(target, 3);
            _guest.Settle();
        }
    }

    // By an interrupt a CPU may learn that another has maintained its instruction cache.
    [Fact]
    public void Before_another_nodes_sgi_is_there_instructions_are_fetched_anew()
    {
        int pendingBefore = -1;
        SimulatedNode target = _guest.Nodes[1];
        int before = target.Caches.InstructionInvalidations;
        target.Caches.OnInvalidateInstructions = () => pendingBefore = (int)_guest.HighestPending(2);
        _guest.SendSgi(0, Sgi(3, 1, 0));
        _guest.Settle();
        Assert.Equal(before + 1, target.Caches.InstructionInvalidations);
        Assert.Equal((1023, 3u), (pendingBefore, _guest.Acknowledge(2)));
    }

    [Theory, InlineData(0), InlineData(3)]
    public void Routing_mode_1_is_for_all_but_the_sender(int source)
    {
        _guest.SendSgi(source, (1ul << 40) | (4ul << 24));
        _guest.Settle();
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(vcpu == source ? 1023u : 4u, _guest.Acknowledge(vcpu));
    }

    [Theory]
    [InlineData(0x0000_0000_0300_fffcul)]
    [InlineData(0x0000_0000_0302_0001ul)]
    [InlineData(0x0000_0001_0300_0001ul)]
    [InlineData(0x0001_0000_0300_0001ul)]
    [InlineData(0x0000_1000_0300_0001ul)]
    public void An_sgi_for_nobody_goes_nowhere(ulong sgi1r)
    {
        int before = _guest.Network.SentCount;
        _guest.SendSgi(0, sgi1r);
        _guest.Settle();
        for (int vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(1023u, _guest.Acknowledge(vcpu));
        Assert.Equal(before, _guest.Network.SentCount);
    }

    [Fact]
    public void A_target_list_for_another_node_is_one_message()
    {
        int before = _guest.Network.SentCount;
        _guest.SendSgi(0, (5ul << 24) | (1ul << 16) | 3);
        _guest.Settle();
        Assert.Equal(before + 1, _guest.Network.SentCount);
        Assert.Equal(5u, _guest.Acknowledge(2));
        Assert.Equal(5u, _guest.Acknowledge(3));
    }

    [Fact]
    public void A_flood_of_sgis_merges_instead_of_filling_the_way()
    {
        for (int i = 0; i < 1000; i++) _guest.SendSgi(0, Sgi((uint)i % 16, 1, i % 2));
        Assert.Equal(IMessenger.RoomMessages, _guest.Network.LongestQueue);
        _guest.Settle();
        for (uint sgi = 0; sgi < 16; sgi++)
        {
            for (int vcpu = 2; vcpu < 4; vcpu++)
            {
                bool sent = sgi % 2 == vcpu - 2;
                Assert.Equal(sent, _guest.ReadBit(SetPending, sgi, vcpu));
            }
        }
    }
}
