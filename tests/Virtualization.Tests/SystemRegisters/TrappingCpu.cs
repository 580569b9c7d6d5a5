using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>What a CPU of node 1 of 2, with two CPUs each, does with its guest's trapped instructions. Guest time is 1000 ticks ahead of its counter.</summary>
internal sealed class TrappingCpu
{
    public TrappingCpu()
    {
        Timers = new FakeTimers(Counter, Processor);
        Registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        ExceptionInjection injection = new(Registers, new NodeCounters(new FakeProcessor()));
        MadeUpCluster cluster = new(2, 2, self: 1);
        VcpuTopology topology = new(cluster, Processor);
        FakeGuestTime time = new(Counter) { Offset = new Cycles(1000) };
        VirtualInterruptLock gate = new(new CheckedLockOrder(Processor));
        PhysicalTimer timer = new(Processor, time);
        FakeVirtualInterface lists = new(Processor, 2);
        VcpuInterrupts own = new(new CpuIndex(0), Processor, lists, new FakeInterruptController(), new TimerLines(Registers, timer), new EntryWork(Processor), gate);
        PerCpu<VcpuInterrupts> vcpus = new(Processor, [own]);
        IMessenger messenger = Network.Connect(cluster);
        InterruptPeers peers = new(messenger);
        SoftwareGeneratedInterrupts sgis = new(cluster, topology, vcpus, peers, gate);
        GuestGicV3 gic = new(topology);
        SpiDistributor distributor = new(cluster, topology, vcpus, peers, gic, gate);
        SpiCarrier carrier = new(cluster, topology, vcpus, distributor, peers, gate);
        InterruptSettlement settlement = new(
            cluster, vcpus, distributor, carrier, peers, messenger, Processor, new FakeWaits(Counter), new FakeInterruptController(), gate);
        GuestInterrupts interrupts = new(vcpus, carrier, settlement, new LineWatch(Timers, Counter), gate);
        PhysicalTimerRegisters timerRegisters = new(timer, interrupts, Timers, Processor);
        timerRegisters.Initialize();
        TlbBroadcast maintenance = new(
            Tlb, Registers, messenger, cluster, Processor, new FakeWaits(Counter), new FakeInterruptController(), new FakeCaches(), new NodeCounters(Processor));
        TrapLog log = new(Log, Counter);
        UndefinedInstructionHandler undefined = new(Traps, injection, log);
        undefined.Initialize();
        new CoprocessorHandler(Traps, time, timerRegisters, undefined).Initialize();
        new SystemRegisterHandler(
            Traps, Registers, new IdRegisterPolicy(Registers, gic), new GicV3SystemRegisters(sgis, new CpuInterfaceRegisters(vcpus, lists, lists, gate), topology), maintenance, time, timerRegisters, new HiddenVectorFeatures(Registers),
            injection, log).Initialize();
    }

    public TrapTable Traps { get; } = new();

    public FakeGuestRegisters Registers { get; } = new();

    public FakeCounter Counter { get; } = new();

    public RecordingLog Log { get; } = new();

    public FakeProcessor Processor { get; } = new();

    public FakeTimers Timers { get; }

    public FakeGuestTlb Tlb { get; } = new();

    public LoopbackMessenger Network { get; } = new();
}
