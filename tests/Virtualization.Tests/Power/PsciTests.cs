using Pilevisor.Kernel;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Two nodes with two CPUs each; vCPU 0 calls.</summary>
public sealed class PsciTests
{
    private const ulong CpuSuspend = 0xc400_0001;
    private const ulong CpuOff = 0x8400_0002;
    private const ulong CpuOn = 0xc400_0003;
    private const ulong AffinityInfo = 0xc400_0004;
    private const ulong Entry = 0x4008_0000;

    private readonly SimulatedGuest _guest = new(nodes: 2, cpus: 2, on: false);

    public PsciTests()
    {
        foreach (SimulatedNode node in _guest.Nodes) node.Waits.OnServe = () => LetArrive(node);
        SimulatedNode leader = _guest.Nodes[0];
        Assert.Equal(PsciStatus.Success, leader.Power.Start(new CpuIndex(0), Entry, 0));
        TrapFrame frame = default;
        leader.Power.AwaitStart(ref frame);
    }

    [Theory]
    [InlineData(0x8400_0000u, 0u, 0x1_0001L)]
    [InlineData(0x8000_0000u, 0u, 0x1_0001L)]
    [InlineData(0x8000_0001u, 0x8000_0000u, 0L)]
    [InlineData(0x8000_0001u, 0x8000_0001u, 0L)]
    [InlineData(0x8000_0001u, 0x8000_8000u, -1L)]
    [InlineData(0x8400_0006u, 0u, 2L)]
    [InlineData(0x8400_0005u, 0u, -1L)]
    [InlineData(0x8400_000eu, 0u, -1L)]
    [InlineData(0xc400_000eu, 0u, -1L)]
    [InlineData(0x0000_0000u, 0u, -1L)]
    [InlineData(0xffff_ffffu, 0u, -1L)]
    [InlineData(0x8400_000au, 0x8400_0000u, 0L)]
    [InlineData(0x8400_000au, 0xc400_0001u, 0L)]
    [InlineData(0x8400_000au, 0x8400_0002u, 0L)]
    [InlineData(0x8400_000au, 0xc400_0003u, 0L)]
    [InlineData(0x8400_000au, 0x8400_0004u, 0L)]
    [InlineData(0x8400_000au, 0x8400_0006u, 0L)]
    [InlineData(0x8400_000au, 0x8400_0008u, 0L)]
    [InlineData(0x8400_000au, 0x8400_0009u, 0L)]
    [InlineData(0x8400_000au, 0x8000_0000u, 0L)]
    [InlineData(0x8400_000au, 0xc400_0002u, -1L)]
    [InlineData(0x8400_000au, 0x8400_0005u, -1L)]
    [InlineData(0x8400_000au, 0xc400_0012u, -1L)]
    public void A_call_returns_what_the_specification_says(uint function, uint argument, long result)
    {
        Assert.Equal(result, Call(function, argument));
        TrapFrame trap = new() { Esr = TrapTableExtensions.EsrOf(ExceptionClass.Hvc64) };
        trap.X[0] = function;
        trap.X[1] = argument;
        FastTrapFrame frame = new(in trap);
        bool isAnswered = _guest.Nodes[0].Traps.TryTakeFast(ref frame);
        Assert.Equal(isAnswered ? (ulong)result : function, frame.X0);
    }

    [Theory]
    [InlineData(0x001u, false)]
    [InlineData(0x001u, true)]
    [InlineData(0x100u, false)]
    [InlineData(0x100u, true)]
    public void A_vcpu_starts_with_the_byte_order_of_its_caller(uint affinity, bool isBigEndian)
    {
        SimulatedNode node = _guest.Nodes[(int)affinity >> 8];
        _guest.Nodes[0].Reset.IsBigEndian = isBigEndian;
        Assert.Equal(0, Call(CpuOn, affinity, Entry, 9));
        node.Reset.IsBigEndian = !isBigEndian;
        node.Processor.Current = new CpuIndex((int)affinity & 0xff);
        TrapFrame frame = default;
        node.Power.AwaitStart(ref frame);
        Assert.Equal((Entry, isBigEndian), (frame.Elr, node.Reset.IsBigEndian));
    }

    // Who starts, and who is answered, may run code that the other's CPU has written and maintained.
    [Fact]
    public void A_call_to_another_node_and_its_answer_find_instructions_fetched_anew()
    {
        int[] before = [_guest.Nodes[0].Caches.InstructionInvalidations, _guest.Nodes[1].Caches.InstructionInvalidations];
        Assert.Equal(1, Call(AffinityInfo, 0x100));
        Assert.Equal([before[0] + 1, before[1] + 1], [_guest.Nodes[0].Caches.InstructionInvalidations, _guest.Nodes[1].Caches.InstructionInvalidations]);
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(0x100ul)]
    [InlineData(0x101ul)]
    public void A_vcpu_is_turned_on_once_and_begins_with_its_context(ulong affinity)
    {
        (SimulatedNode node, int cpu) = Find(affinity);
        Assert.Equal(1, Call(AffinityInfo, affinity));
        Assert.Equal(0, Call(CpuOn, affinity, Entry, 0x1234_5678_9abc));
        Assert.Equal(2, Call(AffinityInfo, affinity));
        Assert.Equal(-5, Call(CpuOn, affinity, Entry, 1));
        TrapFrame frame = default;
        frame.Write(7, 7);
        node.On(cpu);
        node.Power.AwaitStart(ref frame);
        Assert.Equal(0x1234_5678_9abcul, frame.Read(0));
        Assert.Equal(0ul, frame.Read(7));
        Assert.Equal(Entry, frame.Elr);
        Assert.Equal(0x3c5ul, frame.Spsr);
        Assert.Equal(0, Call(AffinityInfo, affinity));
        Assert.Equal(-4, Call(CpuOn, affinity, Entry, 1));
    }

    [Theory]
    [InlineData(2ul)]
    [InlineData(0x102ul)]
    [InlineData(0x200ul)]
    [InlineData(0x1_0000ul)]
    [InlineData(0x8000_0001ul)]
    public void No_vcpu_has_that_affinity(ulong affinity)
    {
        Assert.Equal(-2, Call(CpuOn, affinity, Entry));
        Assert.Equal(-2, Call(AffinityInfo, affinity));
    }

    [Fact]
    public void Only_single_vcpus_have_a_state() => Assert.Equal(-2, Call(AffinityInfo, 1, 1));

    [Theory]
    [InlineData(0x0900_0000ul)]
    [InlineData(0x3fff_fffcul)]
    [InlineData(0x1000_4000_0000ul)]
    public void An_entry_outside_memory_is_refused(ulong entry) => Assert.Equal(-9, Call(CpuOn, 1, entry));

    [Fact]
    public void A_32_bit_call_takes_32_bit_arguments() => Assert.Equal(0, Call(0x8400_0003, 0xffff_ffff_0000_0001, 0xffff_ffff_0000_0000 | Entry));

    [Fact]
    public void A_vcpu_goes_off_and_on_a_hundred_times_from_another_node()
    {
        SimulatedNode node = _guest.Nodes[1];
        int rounds = 0;
        TrapFrame frame = default;
        node.Waits.OnServe = () =>
        {
            Assert.Equal(1, Call(AffinityInfo, 0x100));
            Assert.Equal(0, Call(CpuOn, 0x100, Entry + (ulong)rounds, (ulong)rounds));
            node.On(0);
        };
        node.On(0);
        node.Power.AwaitStart(ref frame);
        for (rounds = 1; rounds <= 100; rounds++)
        {
            frame.Write(0, CpuOff);
            node.On(0);
            node.Traps.Take(ExceptionClass.Hvc64, ref frame);
            Assert.Equal((ulong)rounds, frame.Read(0));
            Assert.Equal(Entry + (ulong)rounds, frame.Elr);
            Assert.Equal(0, Call(AffinityInfo, 0x100));
        }
        Assert.Equal(101, node.Reset.Count);
    }

    [Fact]
    public void Smc_goes_on_behind_itself_but_cpu_off_by_smc_begins_at_the_entry()
    {
        SimulatedNode node = _guest.Nodes[0];
        TrapFrame frame = default;
        frame.Elr = 0x4000_1000;
        frame.Write(0, 0x8400_0000);
        node.Traps.Take(ExceptionClass.Smc64, ref frame);
        Assert.Equal(0x4000_1004ul, frame.Elr);
        Assert.Equal(0x1_0001ul, frame.Read(0));
        node.Waits.OnServe = () => node.Power.Start(new CpuIndex(0), Entry, 9);
        frame.Write(0, CpuOff);
        node.Traps.Take(ExceptionClass.Smc64, ref frame);
        Assert.Equal(Entry, frame.Elr);
    }

    [Fact]
    public void What_is_pending_and_active_survives_off_and_on_but_the_timer_is_off()
    {
        SimulatedNode node = _guest.Nodes[0];
        _guest.WriteDistributor(0, 4, 2);
        _guest.WriteBit(SetEnable, 5);
        _guest.WriteBit(SetPending, 5);
        _guest.WriteBit(SetActive, 6);
        _guest.WriteBit(SetEnable, 27);
        _guest.SetTimer(0, true);
        node.Run(0);
        Assert.True(node.IsTimerActive(0));
        Assert.Equal(5u, _guest.HighestPending(0));
        node.Waits.OnServe = () =>
        {
            Assert.Equal(0, node.Lists.ValidCount(0));
            node.Power.Start(new CpuIndex(0), Entry, 9);
        };
        TrapFrame frame = default;
        frame.Write(0, CpuOff);
        node.Traps.Take(ExceptionClass.Hvc64, ref frame);
        node.Run(0);
        Assert.False(node.IsTimerActive(0));
        Assert.Equal(0x0800_0020ul, _guest.ReadRedistributor(0, 0x1_0000 + SetEnable));
        Assert.Equal(0x20ul, _guest.ReadRedistributor(0, 0x1_0000 + SetPending));
        Assert.Equal(0x40ul, _guest.ReadRedistributor(0, 0x1_0000 + SetActive));
        Assert.Equal(5u, _guest.HighestPending(0));
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(0x101ul)]
    public void What_a_redistributor_was_told_before_its_vcpu_is_on_counts(ulong affinity)
    {
        (SimulatedNode node, int cpu) = Find(affinity);
        int vcpu = (node.Self * 2) + cpu;
        _guest.WriteDistributor(0, 4, 2);
        _guest.WriteBit(SetEnable, 5, vcpu, by: 0);
        _guest.SetPriority(5, 0x60, vcpu);
        _guest.SendSgi(0, Sgi(5, node.Self, cpu));
        _guest.Settle();
        Assert.Equal(0, Call(CpuOn, affinity, Entry));
        TrapFrame frame = default;
        node.On(cpu);
        node.Power.AwaitStart(ref frame);
        node.Run(cpu);
        Assert.True(_guest.ReadBit(SetEnable, 5, vcpu));
        Assert.Equal(0x60ul, _guest.ReadRedistributor(vcpu, 0x1_0405, 1));
        Assert.Equal(5u, _guest.Acknowledge(vcpu));
    }

    [Fact]
    public void Suspend_returns_when_an_interrupt_is_pending()
    {
        SimulatedNode node = _guest.Nodes[0];
        _guest.WriteDistributor(0, 4, 2);
        _guest.WriteBit(SetEnable, 27);
        int served = 0;
        node.Waits.OnServe = () =>
        {
            _guest.SetTimer(0, ++served == 3);
            node.Run(0);
        };
        Assert.Equal(0, Call(CpuSuspend));
        Assert.Equal(3, served);
        Assert.Equal(27u, _guest.HighestPending(0));
    }

    [Fact]
    public void A_malformed_power_state_is_refused() => Assert.Equal(-2, Call(CpuSuspend, 0x8000_0000));

    [Fact]
    public void System_off_and_reset_end_the_cluster()
    {
        Assert.Throws<FakeShutdown.PoweredOff>(() => Call(0x8400_0008));
        Assert.Throws<FakeShutdown.WasReset>(() => Call(0x8400_0009));
    }

    [Fact]
    public void An_spi_for_a_vcpu_that_goes_off_can_be_routed_elsewhere()
    {
        SimulatedNode node = _guest.Nodes[0];
        node.Power.Start(new CpuIndex(1), Entry, 0);
        TrapFrame frame = default;
        node.On(1);
        node.Power.AwaitStart(ref frame);
        _guest.WriteDistributor(0, 4, 2);
        _guest.SetRoute(40, 1);
        _guest.WriteBit(SetEnable, 40);
        _guest.SetLevel(40, true);
        _guest.Settle();
        Assert.Equal(40u, _guest.HighestPending(1));
        node.Waits.OnServe = () =>
        {
            _guest.SetRoute(40, 0);
            _guest.Settle();
            Assert.Equal(40u, _guest.HighestPending(0));
            node.On(1);
            node.Power.Start(new CpuIndex(1), Entry, 0);
        };
        frame.Write(0, CpuOff);
        node.On(1);
        node.Traps.Take(ExceptionClass.Hvc64, ref frame);
        Assert.Equal(1023u, _guest.HighestPending(1));
    }

    private long Call(ulong function, ulong argument1 = 0, ulong argument2 = 0, ulong argument3 = 0)
    {
        SimulatedNode node = _guest.Nodes[0];
        node.On(0);
        TrapFrame frame = default;
        frame.Elr = 0x4000_1000;
        frame.Write(0, function);
        frame.Write(1, argument1);
        frame.Write(2, argument2);
        frame.Write(3, argument3);
        node.Traps.Take(ExceptionClass.Hvc64, ref frame);
        Assert.Equal(0x4000_1000ul, frame.Elr);
        return (long)frame.Read(0);
    }

    private (SimulatedNode Node, int Cpu) Find(ulong affinity) => (_guest.Nodes[(int)(affinity >> 8)], (int)(affinity & 0xff));

    // Messages move while a CPU waits, whichever CPU takes them.
    private void LetArrive(SimulatedNode waiting)
    {
        CpuIndex current = waiting.Processor.Current;
        foreach ((int from, int to) in _guest.Network.Waiting()) _guest.Network.Deliver(from, to);
        waiting.Processor.Current = current;
    }
}
