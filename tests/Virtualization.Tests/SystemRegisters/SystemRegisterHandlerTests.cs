using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>On node 1 of 2, with two CPUs each.</summary>
public sealed class SystemRegisterHandlerTests
{
    private readonly FakeTrapTable _traps = new();
    private readonly FakeGuestRegisters _registers = new();
    private readonly FakeCounter _counter = new();
    private readonly RecordingLog _log = new();
    private readonly FakeProcessor _processor = new();
    private readonly FakeTimers _timers;
    private readonly FakeGuestTlb _tlb = new();
    private readonly LoopbackMessenger _network = new();

    public SystemRegisterHandlerTests()
    {
        _timers = new FakeTimers(_counter, _processor);
        _registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        ExceptionInjection injection = new(_registers, new NodeCounters(new FakeProcessor()));
        MadeUpCluster cluster = new(2, 2, self: 1);
        VcpuTopology topology = new(cluster, _processor);
        FakeGuestTime time = new(_counter) { Offset = new Cycles(1000) };
        VirtualInterruptLock gate = new(new LockOrder(_processor));
        PhysicalTimer timer = new(_processor, time);
        FakeVirtualInterface lists = new(_processor, 2);
        VcpuInterrupts own = new(new CpuIndex(0), _processor, lists, new FakeInterruptController(), new TimerLines(_registers, timer), gate);
        PerCpu<VcpuInterrupts> vcpus = new(_processor, [own]);
        IMessenger messenger = _network.Connect(cluster);
        InterruptPeers peers = new(messenger);
        SoftwareGeneratedInterrupts sgis = new(cluster, topology, vcpus, peers, gate);
        GuestInterrupts interrupts = new(vcpus, new SpiCarrier(cluster, topology, vcpus, new SpiDistributor(cluster, topology, vcpus, peers, gate), peers, gate), gate);
        PhysicalTimerRegisters timerRegisters = new(timer, interrupts, _timers, _processor);
        timerRegisters.Initialize();
        TrapLog log = new(_log, _counter);
        TlbBroadcast maintenance = new(
            _tlb, _registers, messenger, cluster, _processor, new FakeWaits(_counter), new FakeInterruptController(), new FakeCaches(), new NodeCounters(_processor));
        new SystemRegisterHandler(
            _traps, _registers, new IdRegisterPolicy(_registers), sgis, maintenance, topology, time, timerRegisters, new HiddenVectorFeatures(_registers), injection, log).Initialize();
    }

    [Fact]
    public void An_ID_register_reads_through_the_policy()
    {
        _registers.Identification[(4, 0)] = 0x2222;
        TrapFrame frame = Trap(new SystemRegisterEncoding(3, 0, 0, 4, 0), 5, isRead: true);
        Assert.Equal(0x12ul, frame.X[5]);
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    [Fact]
    public void The_zero_register_takes_nothing()
    {
        _registers.Identification[(4, 0)] = 0x2222;
        TrapFrame frame = Trap(new SystemRegisterEncoding(3, 0, 0, 4, 0), 31, isRead: true);
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
        for (int i = 0; i < 31; i++) Assert.Equal(0ul, frame.X[i]);
    }

    [Fact]
    public void An_SGI_goes_to_the_vcpu_that_it_names()
    {
        TrapFrame frame = GuestTrap.SystemRegister(new SystemRegisterEncoding(3, 0, 12, 11, 5), 7, isRead: false);
        frame.X[7] = 0x0500_0002; // SGI 5 to affinity 0.0.0.1: the second CPU of node 0
        _traps.Dispatch(ref frame);
        byte[] targets = Assert.Single(_network.Bodies);
        Assert.Equal(2, targets[5 * 2]);
        Assert.Equal(2, targets.Sum(mask => mask));
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void SGIs_of_the_group_that_is_not_there_reach_nobody(int op2)
    {
        TrapFrame frame = GuestTrap.SystemRegister(new SystemRegisterEncoding(3, 0, 12, 11, op2), 7, isRead: false);
        frame.X[7] = 0x0500_0002;
        _traps.Dispatch(ref frame);
        Assert.Empty(_network.Sent);
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    [Fact]
    public void The_physical_count_is_guest_time()
    {
        _counter.Now = new Cycles(500);
        Assert.Equal(1500ul, Trap(new SystemRegisterEncoding(3, 3, 14, 0, 1), 3, isRead: true).X[3]);
    }

    [Fact]
    public void The_physical_timer_counts_guest_time()
    {
        SystemRegisterEncoding control = new(3, 3, 14, 2, 1);
        Write(new SystemRegisterEncoding(3, 3, 14, 2, 2), 1300); // guest time is at 1000
        Write(control, 1);
        Assert.Equal(300ul, Trap(new SystemRegisterEncoding(3, 3, 14, 2, 0), 3, isRead: true).X[3]);
        Assert.Equal(1ul, Trap(control, 3, isRead: true).X[3]);
        Assert.Equal(300ul, _timers.NextDeadline.Value);
        _counter.Now = new Cycles(300);
        Assert.Equal(5ul, Trap(control, 3, isRead: true).X[3]);
        Assert.Equal(0ul, Trap(new SystemRegisterEncoding(3, 3, 14, 2, 0), 3, isRead: true).X[3]);
        Write(control, 7);
        Assert.Equal(7ul, Trap(control, 3, isRead: true).X[3]);
        Write(control, 0);
        Assert.Equal(0ul, Trap(control, 3, isRead: true).X[3]);
    }

    [Theory]
    [InlineData(1ul << 32, 0ul, 0x3_0000ul)] // SVE
    [InlineData(0ul, 1ul << 24, 0x300_0000ul)] // SME
    [InlineData(1ul << 32, 1ul << 24, 0x303_0000ul)]
    public void CPACR_has_no_vectors_for_the_guest_and_refuses_none_itself(ulong features0, ulong features1, ulong open)
    {
        _registers.Identification[(4, 0)] = features0;
        _registers.Identification[(4, 1)] = features1;
        Assert.Equal(1ul << 31, new HiddenVectorFeatures(_registers).Traps);
        SystemRegisterEncoding cpacr = new(3, 0, 1, 0, 2);
        Write(cpacr, ulong.MaxValue);
        Assert.Equal(0x30_0000 | open, _registers[GuestRegister.Cpacr]);
        Assert.Equal(0x30_0000ul, Trap(cpacr, 4, isRead: true).X[4]);
        Write(cpacr, 0);
        Assert.Equal(open, _registers[GuestRegister.Cpacr]);
        Assert.Equal(0ul, Trap(cpacr, 4, isRead: true).X[4]);
    }

    [Fact]
    public void CPACR_is_native_where_there_is_nothing_to_hide() => Assert.Equal(0ul, new HiddenVectorFeatures(_registers).Traps);

    [Fact]
    public void ACTLR_is_nobodys()
    {
        TrapFrame frame = GuestTrap.SystemRegister(new SystemRegisterEncoding(3, 0, 1, 0, 1), 3, isRead: false);
        frame.X[3] = 0x42;
        _traps.Dispatch(ref frame);
        Assert.Equal(0ul, Trap(new SystemRegisterEncoding(3, 0, 1, 0, 1), 4, isRead: true).X[4]);
    }

    [Fact]
    public void TLB_maintenance_that_trapped_is_executed()
    {
        TrapFrame frame = GuestTrap.SystemRegister(new SystemRegisterEncoding(1, 0, 8, 7, 1), 3, isRead: false);
        frame.X[3] = 0x1234;
        _traps.Dispatch(ref frame);
        Assert.Equal([((byte)1, 0x1234ul)], _tlb.Executed);
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    [Theory]
    [InlineData(1, 0, 9, 7, 1, false)] // TLBI VAE1NXS
    [InlineData(3, 3, 9, 12, 0, true)] // PMCR_EL0
    [InlineData(3, 7, 14, 2, 1, false)] // CNTPS_CTL_EL1
    [InlineData(3, 3, 14, 0, 5, true)] // CNTPCTSS_EL0
    [InlineData(3, 3, 14, 0, 1, false)] // CNTPCT_EL0 cannot be written
    [InlineData(3, 0, 10, 4, 7, true)] // LORID_EL1
    [InlineData(2, 1, 0, 0, 0, true)] // TRCTRACEIDR
    [InlineData(3, 0, 12, 11, 5, true)] // ICC_SGI1R_EL1 cannot be read
    [InlineData(3, 0, 0, 0, 0, true)] // not of the ID group
    public void What_the_guest_was_not_shown_is_undefined(int op0, int op1, int crn, int crm, int op2, bool isRead)
    {
        SystemRegisterEncoding register = new(op0, op1, crn, crm, op2);
        TrapFrame frame = Trap(register, 0, isRead);
        Assert.Equal(GuestTrap.Vbar + 0x200, frame.Elr);
        Assert.Equal(0xffff_8000_0008_0000ul, _registers[GuestRegister.Elr]);
        Assert.Equal(1ul << 25, _registers[GuestRegister.Esr]);
        Assert.Equal($"Warning: the guest {(isRead ? "reads" : "writes")} S{op0}_{op1}_C{crn}_C{crm}_{op2} at 0xffff800000080000: undefined", Assert.Single(_log.Lines));
    }

    [Theory]
    [InlineData(3, 1, 0, 0, 4)] // GMID_EL1
    [InlineData(3, 1, 0, 0, 6)] // SMIDR_EL1
    public void What_is_hidden_among_the_ID_registers_is_undefined_as_FEAT_IDST_says(int op0, int op1, int crn, int crm, int op2)
    {
        SystemRegisterEncoding register = new(op0, op1, crn, crm, op2);
        Trap(register, 9, isRead: true);
        Assert.Equal(1ul << 25, _registers[GuestRegister.Esr]);
        _registers.Identification[(7, 2)] = 1ul << 36;
        Trap(register, 9, isRead: true);
        Assert.Equal(GuestTrap.SystemRegister(register, 9, isRead: true).Esr, _registers[GuestRegister.Esr]);
        Trap(register, 9, isRead: false);
        Assert.Equal(1ul << 25, _registers[GuestRegister.Esr]);
    }

    [Fact]
    public void The_CPUs_revision_is_the_machines()
    {
        _registers[GuestRegister.Revidr] = 0x11;
        _registers[GuestRegister.Aidr] = 0x22;
        Assert.Equal(0x11ul, Trap(new SystemRegisterEncoding(3, 0, 0, 0, 6), 3, isRead: true).X[3]);
        Assert.Equal(0x22ul, Trap(new SystemRegisterEncoding(3, 1, 0, 0, 7), 3, isRead: true).X[3]);
    }

    [Fact]
    public void A_guest_cannot_flood_the_log_and_the_log_says_that_lines_were_left_out()
    {
        for (int i = 0; i < 1000; i++) Trap(new SystemRegisterEncoding(3, 3, 9, 12, 0), 0, isRead: true);
        string line = _log.Lines[0];
        Assert.All(_log.Lines.Take(TrapLog.LinesPerSecond), each => Assert.Equal(line, each));
        Assert.Contains("left out", Assert.Single(_log.Lines.Skip(TrapLog.LinesPerSecond)));
        _log.Lines.Clear();
        _counter.AdvanceMicroseconds(1_000_000);
        Trap(new SystemRegisterEncoding(3, 3, 9, 12, 0), 0, isRead: true);
        Assert.Equal(line, Assert.Single(_log.Lines));
    }

    private void Write(SystemRegisterEncoding register, ulong value)
    {
        TrapFrame frame = GuestTrap.SystemRegister(register, 7, isRead: false);
        frame.X[7] = value;
        _traps.Dispatch(ref frame);
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    private TrapFrame Trap(SystemRegisterEncoding register, int rt, bool isRead)
    {
        TrapFrame frame = GuestTrap.SystemRegister(register, rt, isRead);
        _traps.Dispatch(ref frame);
        return frame;
    }
}
