using System;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>One node's virtual interrupt controller over a fake machine.</summary>
internal sealed class SimulatedNode
{
    private readonly bool[] _physicalTimerActive;

    public SimulatedNode(FakeNetwork network, int nodes, int cpus, int self, int listRegisters, bool gicV2 = false)
        : this(new MadeUpCluster(nodes, (uint)cpus, (byte)self), listRegisters, new FakeCounter(), node => network.At(node.Cluster), gicV2)
    {
    }

    /// <param name="cluster">The nodes.</param>
    /// <param name="listRegisters">List registers of each CPU.</param>
    /// <param name="counter">The time.</param>
    /// <param name="connect">Makes its way to the others, over the parts of its machine.</param>
    /// <param name="gicV2">Whether the guest has a GICv2.</param>
    public SimulatedNode(ICluster cluster, int listRegisters, FakeCounter counter, Func<SimulatedNode, IMessenger> connect, bool gicV2 = false)
    {
        int cpus = (int)cluster[cluster.Self].CpuCount;
        Self = cluster.Self.Value;
        CpuCount = cpus;
        Cluster = cluster;
        Counter = counter;
        TimerLine = new bool[cpus];
        _physicalTimerActive = new bool[cpus];
        Order = new CheckedLockOrder(Processor);
        Waits = new FakeWaits(Counter);
        Timers = new FakeTimers(Counter, Processor);
        Time = new FakeGuestTime(Counter);
        IMessenger messenger = connect(this);
        Topology = new VcpuTopology(Cluster, Processor);
        Lists = new FakeVirtualInterface(Processor, cpus, listRegisters, countsUnlistedEnds: gicV2) { PhysicalDeactivation = (cpu, _) => _physicalTimerActive[cpu] = false };
        VirtualInterruptLock gate = Gate = new VirtualInterruptLock(Order);
        EntryWork work = Work = new EntryWork(Processor);
        VcpuInterrupts[] all = new VcpuInterrupts[cpus];
        PhysicalTimer physical = new(Processor, Time);
        TimerLines lines = new(new TimerRegisters(Processor, TimerLine), physical);
        for (int i = 0; i < cpus; i++)
        {
            all[i] = gicV2
                ? new GicV2VcpuInterrupts(new CpuIndex(i), Processor, Lists, Controller, lines, work, gate)
                : new VcpuInterrupts(new CpuIndex(i), Processor, Lists, Controller, lines, work, gate);
        }
        PerCpu<VcpuInterrupts> vcpus = new(Processor, all);
        InterruptPeers peers = new(messenger);
        GuestGicV2 gic = new(Topology);
        Distributor = new SpiDistributor(Cluster, Topology, vcpus, peers, gicV2 ? gic : new GuestGicV3(Topology), gate);
        SpiCarrier carrier = new(Cluster, Topology, vcpus, Distributor, peers, gate);
        Sgis = new SoftwareGeneratedInterrupts(Cluster, Topology, vcpus, peers, gate);
        InterruptSettlement settlement = new(Cluster, vcpus, Distributor, carrier, peers, messenger, Processor, Waits, Controller, gate);
        LineWatch watch = new(Timers, Counter);
        watch.Initialize();
        Interrupts = new GuestInterrupts(vcpus, carrier, settlement, watch, gate);
        CpuInterface = new CpuInterfaceRegisters(vcpus, Lists, Lists, gate);
        DistributorRegisters = new DistributorDevice(Distributor, settlement, Published, gate, Topology);
        RedistributorRegisters = new RedistributorDevice(Topology, vcpus, settlement, Published, gate);
        GicV2Sgis sourced = new(Cluster, Topology, vcpus, peers, gate);
        GicV2Registers = new GicV2DistributorDevice(Distributor, vcpus, sourced, settlement, gic, Topology, Cluster, gate);
        GicV2CpuInterface = new GicV2CpuInterface(Lists, Stage2, Lists, vcpus, Cluster, Topology, gate);
        GicRegisters = gicV2 ? [GicV2Registers, GicV2CpuInterface] : [DistributorRegisters, RedistributorRegisters];
        SgiCarrier carried = gicV2 ? sourced : Sgis;
        InterruptMessages messages = new(carried, carrier, vcpus, peers, settlement, new InterruptRoom(carried, carrier, settlement, gate), Caches, gate);
        new VirtualInterruptController(
            Router, Controller, Lists, messenger, Cluster, messages, new MaintenanceInterrupt(Interrupts), new GuestTimerInterrupt(Interrupts), new KickInterrupt(Interrupts)).Initialize();
        PhysicalTimer = new PhysicalTimerRegisters(physical, Interrupts, Timers, Processor);
        PhysicalTimer.Initialize();
        Reset = new FakeVcpuReset { OnReset = () => ResetTimers(physical) };
        IdleTime idle = new(Processor, Waits, Counter);
        Power = new VcpuPower(Processor, Waits, idle, Controller, Interrupts, Reset, Devices = new DeviceWork(Work, Controller, Processor), new RecordingLog(), Order);
        WindowsOnly memory = new(Cluster);
        Calls = new RemoteCalls(Cluster, Waits, Processor, Controller);
        RemotePower remote = Remote = new(messenger, Calls, Processor, Caches, Power, Topology, memory);
        VirtualPsci psci = new(Cluster, Topology, Power, remote, memory, Shutdown);
        GuestCalls calls = new(new VirtualTrng(CpuEntropy, FirmwareEntropy), psci);
        new VirtualPower(Traps, new FastHvcHandler(), new HvcHandler(calls), new SmcHandler(calls), new WfiHandler(Interrupts, idle), remote).Initialize();
    }

    /// <summary>The guest's virtio slots, empty.</summary>
    public VirtioSlots NewSlots(IGuestMemory memory) => new(Devices, Distributor, memory, Log, Order);

    /// <summary>What its CPUs draw; none of them can until a test says so.</summary>
    public FakeEntropySource CpuEntropy { get; } = new();

    /// <summary>What its firmware draws.</summary>
    public FakeEntropySource FirmwareEntropy { get; } = new();

    public EntryWork Work { get; }

    public RemotePower Remote { get; }

    public VirtualInterruptLock Gate { get; }

    public DeviceWork Devices { get; }

    public RecordingLog Log { get; } = new();

    public int Self { get; }

    public int CpuCount { get; }

    public FakeProcessor Processor { get; } = new();

    public FakeInterruptController Controller { get; } = new();

    public FakeCaches Caches { get; } = new();

    public FakeInterruptRouter Router { get; } = new();

    public CheckedLockOrder Order { get; }

    public ICluster Cluster { get; }

    public VcpuTopology Topology { get; }

    public FakeVirtualInterface Lists { get; }

    public GuestInterrupts Interrupts { get; }

    public CpuInterfaceRegisters CpuInterface { get; }

    public SpiDistributor Distributor { get; }

    public SoftwareGeneratedInterrupts Sgis { get; }

    public DistributorDevice DistributorRegisters { get; }

    public RedistributorDevice RedistributorRegisters { get; }

    public GicV2DistributorDevice GicV2Registers { get; }

    public GicV2CpuInterface GicV2CpuInterface { get; }

    /// <summary>The interrupt controller that the guest has.</summary>
    public MmioDevice[] GicRegisters { get; }

    public FakeStage2 Stage2 { get; } = new();

    public PublishedRegisters Published { get; } = new();

    public FakeCounter Counter { get; }

    public FakeGuestTime Time { get; }

    public FakeTimers Timers { get; }

    public PhysicalTimerRegisters PhysicalTimer { get; }

    public RemoteCalls Calls { get; }

    public FakeWaits Waits { get; }

    public TrapTable Traps { get; } = new();

    public FakeVcpuReset Reset { get; }

    public FakeShutdown Shutdown { get; } = new();

    public VcpuPower Power { get; }

    /// <summary>PSTATE with which the guest goes on: its interrupts are not masked.</summary>
    public ulong ProgramState { get; set; } = GuestTrap.El0;

    /// <summary>Whether each CPU's virtual timer asserts its physical interrupt.</summary>
    public bool[] TimerLine { get; }

    /// <summary>Whether each CPU's physical timer interrupt is active.</summary>
    public bool IsTimerActive(int cpu) => _physicalTimerActive[cpu];

    /// <summary>What follows happens on <paramref name="cpu"/>.</summary>
    public void On(int cpu) => Processor.Current = new CpuIndex(cpu);

    /// <summary>The CPU takes its physical interrupts, as on an exit from the guest, and goes back. Whether anything happened.</summary>
    public bool Run(int cpu)
    {
        On(cpu);
        bool kicked = Controller.Kicks.RemoveAll(kick => kick == cpu) != 0;
        bool maintenance = Lists.WantsMaintenance(cpu);
        if (maintenance) Take(25);
        Timers.RunDue(cpu);
        bool timer = TimerLine[cpu] && !_physicalTimerActive[cpu];
        if (timer)
        {
            _physicalTimerActive[cpu] = true;
            Take(27);
        }
        TrapFrame frame = GuestTrap.At(0x1000, ProgramState);
        Interrupts.BeforeGuestEntry(in frame);
        TakeDeactivations(cpu);
        return kicked || maintenance || timer;
    }

    private void ResetTimers(PhysicalTimer physical)
    {
        TimerLine[Processor.Current.Value] = false;
        physical.Reset();
    }

    private void Take(uint intid) => Router.Take(new InterruptId(intid));

    private void TakeDeactivations(int cpu)
    {
        if (Controller.Deactivated.Contains(27)) _physicalTimerActive[cpu] = false;
        Controller.Deactivated.Clear();
    }
}
