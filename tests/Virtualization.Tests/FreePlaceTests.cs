using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What the guest's machine is where a node may join and has not: two nodes of two CPUs, and a place for a third.</summary>
public sealed class FreePlaceTests
{
    private const ulong CpuOn = 0xc400_0003;
    private const ulong AffinityInfo = 0xc400_0004;
    private const uint Typer = 8;
    private const uint Waker = 0x14;
    private const uint PeripheralId2 = 0xffe8;

    private static readonly NodeId _place = new(2);

    private readonly FakeNetwork _network = new(3);
    private readonly MadeUpCluster _cluster = new(3, 2) { Free = NodeSet.Empty.With(_place) };
    private readonly SimulatedNode _leader;

    public FreePlaceTests()
    {
        _leader = new SimulatedNode(_cluster, 4, new FakeCounter(), _ => _network.At(_cluster));
        _leader.On(0);
    }

    [Fact]
    public void Its_vCPUs_are_denied_until_the_view_with_its_node_counts()
    {
        Assert.Equal((-3, 1), (Call(CpuOn, 0x200), Call(AffinityInfo, 0x200)));
        _cluster.Free = NodeSet.Empty;
        _cluster.Proposed = NodeSet.Empty.With(_place);
        Assert.Equal(-3, Call(CpuOn, 0x200));
        Assert.Empty(_network.Waiting());
    }

    [Fact]
    public void A_vCPU_that_its_node_has_no_CPU_for_stays_denied()
    {
        _cluster.MissingCpus = 1;
        Assert.Equal((-3, 1), (Call(CpuOn, 0x101), Call(AffinityInfo, 0x101)));
        Assert.Equal(-2, Call(CpuOn, 0x102));
    }

    [Fact]
    public void Its_redistributors_say_what_they_are_and_take_nothing()
    {
        Assert.Equal((0x201ul << 32) | (5 << 8) | 16, Read(5, Typer, 8));
        Assert.Equal(0x3bul, Read(5, PeripheralId2, 4));
        Assert.Equal(6ul, Read(5, Waker, 4));
        Assert.True(_leader.RedistributorRegisters.TryWriteAfar(Register(4, Waker, 4), 0));
        Assert.Equal(0ul, Read(4, 0x1_0100, 4));
        Assert.False(_leader.RedistributorRegisters.NeedsSettling((4 * RedistributorDevice.BytesOfOne) + 0x1_0200));
        Assert.False(_leader.RedistributorRegisters.TryReadAfar(Register(2, Typer, 8), out _));
    }

    [Fact]
    public void Nobody_is_told_or_waited_for_there()
    {
        _leader.Sgis.Write(default, 1ul << 40, isGroup1: true);
        _leader.Sgis.Write(default, (2ul << 16) | 1, isGroup1: true);
        Assert.Equal([(0, 1)], _network.Waiting());
        Assert.Equal(1, _network.SentCount);
    }

    [Fact]
    public void An_interrupt_for_it_waits_until_its_node_is_there()
    {
        Assert.True(_leader.DistributorRegisters.TryWrite(new MmioAccess(0, 4, default), 2));
        Assert.True(_leader.DistributorRegisters.TryWrite(new MmioAccess(0x6000 + (40 * 8), 8, default), 0x200));
        Assert.True(_leader.DistributorRegisters.TryWrite(new MmioAccess(0x104, 4, default), 1 << 8));
        _leader.Distributor.SetLevel(new InterruptId(40), true);
        Assert.DoesNotContain((0, 2), _network.Waiting());
        _cluster.Free = NodeSet.Empty;
        int before = _network.SentCount;
        _leader.Gate.Acquire();
        _leader.Distributor.Admit(_place);
        _leader.Gate.Release();
        // Which groups are enabled, and the interrupt.
        Assert.Contains((0, 2), _network.Waiting());
        Assert.Equal(before + 2, _network.SentCount);
    }

    private long Call(ulong function, ulong affinity)
    {
        TrapFrame frame = default;
        frame.Write(0, function);
        frame.Write(1, affinity);
        frame.Write(2, function == CpuOn ? 0x4000_0000ul : 0);
        _leader.Traps.Take(ExceptionClass.Hvc64, ref frame);
        return (long)frame.Read(0);
    }

    private ulong Read(uint vcpu, uint offset, int bytes)
    {
        Assert.True(_leader.RedistributorRegisters.TryReadAfar(Register(vcpu, offset, bytes), out ulong value));
        return value;
    }

    private static MmioAccess Register(uint vcpu, uint offset, int bytes) => new((vcpu * RedistributorDevice.BytesOfOne) + offset, bytes, default);
}
