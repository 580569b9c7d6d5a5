using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class RegisterTests
{
    private readonly SimulatedGuest _guest = new(nodes: 2, cpus: 2);

    [Fact]
    public void The_distributor_says_what_it_is()
    {
        Assert.Equal(0x52ul, _guest.ReadDistributor(0));
        ulong type = _guest.ReadDistributor(4);
        Assert.Equal(8ul, type & 31);
        Assert.Equal(9ul, (type >> 19) & 31);
        Assert.Equal(0ul, type & ((1u << 17) | (1u << 16) | (1u << 10)));
        Assert.Equal(0x3bul, _guest.ReadDistributor(0xffe8));
        Assert.Equal(0x0dul, _guest.ReadDistributor(0xfff0));
        Assert.Equal(0xb1ul, _guest.ReadDistributor(0xfffc));
    }

    [Theory]
    [InlineData(0x0cu, 4)]
    [InlineData(0x40u, 4)]
    [InlineData(0x100u, 4)]
    [InlineData(0x124u, 4)]
    [InlineData(0x420u, 2)]
    [InlineData(0x420u, 8)]
    [InlineData(0x800u, 4)]
    [InlineData(0xd04u, 4)]
    [InlineData(0xe04u, 4)]
    [InlineData(0xf00u, 4)]
    [InlineData(0x104u, 1)]
    [InlineData(0x104u, 8)]
    [InlineData(0x106u, 4)]
    [InlineData(0x6000u, 8)]
    [InlineData(0x6900u, 8)]
    [InlineData(0xc000u, 4)]
    public void Reserved_registers_and_widths_read_as_zero_and_are_ignored(uint offset, int bytes)
    {
        ulong control = _guest.ReadDistributor(0);
        _guest.WriteDistributor(offset, bytes, ulong.MaxValue);
        Assert.Equal(0ul, _guest.ReadDistributor(offset, bytes));
        for (uint word = 1; word < 9; word++) Assert.Equal(0ul, _guest.ReadDistributor(0x100 + (4 * word)));
        Assert.Equal(control, _guest.ReadDistributor(0));
    }

    [Fact]
    public void Enables_are_set_and_cleared_by_ones()
    {
        _guest.WriteDistributor(0x104, 4, 0xf0f0_0001);
        _guest.WriteDistributor(0x104, 4, 0x0000_0010);
        _guest.WriteDistributor(0x184, 4, 0x8000_0001);
        Assert.Equal(0x70f0_0010ul, _guest.ReadDistributor(0x104));
        Assert.Equal(0x70f0_0010ul, _guest.ReadDistributor(0x184));
    }

    [Fact]
    public void Priorities_take_bytes_and_words_and_have_five_bits()
    {
        _guest.WriteDistributor(0x424, 4, 0xa1b2_c3d4);
        _guest.WriteDistributor(0x425, 1, 0x87);
        Assert.Equal(0xa0b0_80d0ul, _guest.ReadDistributor(0x424));
        Assert.Equal(0xb0ul, _guest.ReadDistributor(0x426, 1));
        _guest.WriteRedistributor(3, 0x1_0400, 4, 0x1122_3344);
        Assert.Equal(0x1020_3040ul, _guest.ReadRedistributor(3, 0x1_0400));
        Assert.Equal(0ul, _guest.ReadRedistributor(2, 0x1_0400));
        Assert.Equal(0ul, _guest.ReadRedistributor(3, 0x1_0420));
    }

    [Fact]
    public void Configurations_of_private_interrupts_are_fixed()
    {
        _guest.WriteDistributor(0xc08, 4, 0x5555_5555);
        Assert.Equal(0ul, _guest.ReadDistributor(0xc08));
        _guest.WriteDistributor(0xc08, 4, 0xaaaa_0008);
        Assert.Equal(0xaaaa_0008ul, _guest.ReadDistributor(0xc08));
        _guest.WriteRedistributor(1, 0x1_0c00, 4, 0);
        _guest.WriteRedistributor(1, 0x1_0c04, 4, 0xffff_ffff);
        Assert.Equal(0xaaaa_aaaaul, _guest.ReadRedistributor(1, 0x1_0c00));
        Assert.Equal(0ul, _guest.ReadRedistributor(1, 0x1_0c04));
    }

    [Fact]
    public void Groups_are_plain_bits()
    {
        Assert.Equal(0xffff_fffful, _guest.ReadDistributor(0x84));
        _guest.WriteDistributor(0x84, 4, 0x1234_5678);
        Assert.Equal(0x1234_5678ul, _guest.ReadDistributor(0x84));
        _guest.WriteRedistributor(2, 0x1_0080, 4, 0xffff_0000);
        Assert.Equal(0xffff_0000ul, _guest.ReadRedistributor(2, 0x1_0080));
    }

    [Fact]
    public void Routes_take_both_halves()
    {
        _guest.WriteDistributor(0x6108, 8, ulong.MaxValue);
        Assert.Equal(0xff_00ff_fffful, _guest.ReadDistributor(0x6108, 8));
        _guest.WriteDistributor(0x6108, 4, 0x101);
        _guest.WriteDistributor(0x610c, 4, 0);
        Assert.Equal(0x101ul, _guest.ReadDistributor(0x6108, 8));
        Assert.Equal(0x101ul, _guest.ReadDistributor(0x6108));
        Assert.Equal(0ul, _guest.ReadDistributor(0x610c));
    }

    [Theory]
    [InlineData(0, 0x0000_0000_0000_0000ul)]
    [InlineData(1, 0x0000_0001_0000_0100ul)]
    [InlineData(2, 0x0000_0100_0000_0200ul)]
    [InlineData(3, 0x0000_0101_0000_0310ul)]
    public void A_redistributor_says_whose_it_is(int vcpu, ulong type)
    {
        Assert.Equal(type, _guest.ReadRedistributor(vcpu, 8, 8));
        Assert.Equal((uint)type, _guest.ReadRedistributor(vcpu, 8));
        Assert.Equal(type >> 32, _guest.ReadRedistributor(vcpu, 12));
        Assert.Equal(0x3bul, _guest.ReadRedistributor(vcpu, 0xffe8));
        Assert.Equal(0ul, _guest.ReadRedistributor(vcpu, 0));
    }

    [Fact]
    public void A_redistributor_wakes_up()
    {
        Assert.Equal(6ul, _guest.ReadRedistributor(3, 0x14));
        _guest.WriteRedistributor(3, 0x14, 4, 0);
        Assert.Equal(0ul, _guest.ReadRedistributor(3, 0x14));
        Assert.Equal(6ul, _guest.ReadRedistributor(2, 0x14));
    }

    [Fact]
    public void A_redistributor_lives_with_its_vcpu_and_there_is_none_behind_the_last()
    {
        RedistributorDevice device = _guest.Nodes[0].RedistributorRegisters;
        Assert.Equal(0x080a_0000ul, device.Start.Value);
        Assert.True(device.Start.Value + device.Bytes <= 0x0900_0000);
        for (uint vcpu = 0; vcpu < 4; vcpu++) Assert.Equal(new NodeId((ushort)(vcpu / 2)), device.NodeOf((vcpu * 0x2_0000) + 0x1_0100));
        Assert.Equal(NodeId.Leader, device.NodeOf(4 * 0x2_0000));
        Assert.False(device.TryRead(new MmioAccess(4 * 0x2_0000, 4, new VcpuId(0)), out _));
        Assert.False(device.TryWrite(new MmioAccess(4 * 0x2_0000, 4, new VcpuId(0)), 0));
    }
}
