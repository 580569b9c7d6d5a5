using System;
using System.Collections.Generic;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated node: the memory aggregation and the protocol that ship, wired as in an image, on a machine that is simulated.</summary>
internal sealed unsafe class SimNode : IDisposable
{
    private const int MaximumRetries = 8;

    private readonly Simulator _simulator;
    private readonly SimMachine _machine;
    private readonly SimMemory _memory;
    private readonly SimStage2 _stage2;
    private readonly MessageTable _messages;
    private readonly WindowMap _windows;
    private readonly PageRecords _records;
    private readonly FaultWaiters _waiters;
    private readonly CoherenceGate _gate;
    private readonly FrameReclaimer _reclaimer;
    private readonly Prefetcher _prefetcher;
    private readonly PageFaults _faults;
    private readonly List<SimCpu> _cpus = [];

    public SimNode(Simulator simulator, int number, ProtocolInfo shipped)
    {
        SimOptions options = simulator.Options;
        IPageGeometry geometry = options.MemoryGeometry;
        Self = new NodeId((ushort)number);
        _simulator = simulator;
        _machine = new SimMachine(simulator, number);
        SimCluster cluster = new(options, geometry, Self);
        MemoryAggregationOptions memoryOptions = new((ulong)options.FramesPerNode << geometry.UnitShift, (ulong)options.HoldNanoseconds / 1000);
        _memory = new SimMemory();
        _stage2 = new SimStage2(simulator, this);
        _messages = new MessageTable(cluster);
        SimMessenger messenger = new(simulator, this, _messages);
        Counters = new NodeCounters(_machine);
        _windows = new WindowMap(cluster, geometry);
        _records = new PageRecords(_memory, _windows);
        FrameCache frames = new(_memory, memoryOptions, _windows);
        _waiters = new FaultWaiters(_machine, _machine);
        HeldPages holds = new(_machine, _machine, _waiters, new TimedHolds(memoryOptions, _machine));
        PinnedPages pins = new(frames, _windows, _records);
        AccessRecorder recorder = new(new NoTrace(), _machine, _machine, _windows);
        RunKeeper runs = new(options.Runs, _windows, _records, frames, _waiters);
        MessageAtHand atHand = new(_windows);
        UnitReturns returns = new(_memory, _windows);
        NodeMemory memory = new(_memory, _windows, _records, frames, _stage2, _stage2, _machine, messenger, holds, pins, _waiters, runs, returns, atHand, recorder, Counters);
        Protocol = shipped.Create(memory);
        _gate = new CoherenceGate(Protocol, holds, pins, _waiters, new UncheckedLockOrder(_machine));
        _reclaimer = new FrameReclaimer(Protocol, memory, _records, frames, pins, _windows);
        _prefetcher = new Prefetcher(options.Prefetch?.Create(_machine) ?? new NoPrefetch(), Protocol, memory, _windows, _records, frames, _reclaimer, _machine);
        UnitSplitter splitter = new(_gate, Protocol, memory, _windows, _records, returns, messenger);
        PageWaits waits = new(_memory, _windows, Counters, new RecentWaits(_gate));
        _faults = new PageFaults(_gate, Protocol, memory, _windows, _records, _reclaimer, _prefetcher, splitter, holds, _waiters, recorder, messenger, _machine, _machine, waits);
        PagePinner pinner = new(_gate, Protocol, memory, _windows, _records, _faults, pins, holds, _waiters, messenger, _machine);
        MemoryAggregation aggregation = new(_gate, _windows, _records, frames, memory, Protocol, _faults, pinner, _memory, _machine, _machine);
        _windows.Initialize();
        options.RefuseMemory(Protocol.EntryBytes);
        _stage2.Install(options.Granules);
        _memory.Install(options.MemoryBytesPerNode(Protocol.EntryBytes));
        _records.Initialize();
        returns.Initialize();
        waits.Initialize();
        memory.Initialize();
        frames.Initialize();
        aggregation.Initialize();
        new HoldTimer(_gate, holds).Initialize();
        new CoherenceReceiver(_gate, Protocol, atHand, memory, _windows, messenger).Initialize();
        splitter.Initialize();
    }

    public NodeId Self { get; }

    public ICoherenceProtocol Protocol { get; }

    public NodeCounters Counters { get; }

    /// <summary>Until when the node stands still.</summary>
    public long PausedUntil { get; set; }

    /// <summary>When the node's port and its handler are free for the next frame.</summary>
    public long ReadyAt { get; set; }

    /// <summary>When the node's own port is free to send.</summary>
    public long SendsAt { get; set; }

    /// <summary>How long the port to the node has been sending, in nanoseconds.</summary>
    public long PortBusy { get; set; }

    public bool IsDead { get; set; }

    public void Add(SimCpu cpu) => _cpus.Add(cpu);

    /// <summary>What the guest here can do with a granule.</summary>
    public PagePermission Permission(int granule) => _stage2[granule];

    /// <summary>What a granule holds that the guest here can access: which write it is from.</summary>
    public ref long Version(int granule) => ref *(long*)_memory.Pointer(_stage2.FrameOf(granule));

    /// <summary>What the protocol lets the guest do with a granule, whether or not it is mapped.</summary>
    public PagePermission Granted(int granule) => _records[_records.KeptIn(Simulator.Granule(granule))].Permission;

    /// <summary>A CPU's access that stage 2 refused is tried.</summary>
    /// <returns>Whether it can be made now. Else the CPU waits from now on, and each wait is ended by one wake, which lets the CPU try once.</returns>
    public bool TryGrant(SimCpu cpu)
    {
        Run(cpu);
        if (!cpu.IsFaulting) cpu.Fault = Begin(Simulator.Granule(_simulator.GranuleOf(cpu.Access)), cpu.Access);
        cpu.IsFaulting = true;
        bool isGranted = _faults.TryGrant(ref cpu.Fault);
        cpu.IsFaulting = cpu.Waits = !isGranted;
        WakeReady();
        return isGranted;
    }

    /// <summary>Asks for a page ahead of the guest, as a recorded node did: nobody waits for it, and it is not held when it comes.</summary>
    public void AskAhead(SimCpu cpu, int page, AccessKind kind)
    {
        Run(cpu);
        _gate.Enter();
        _prefetcher.TryRequest(new PrefetchRequest(_simulator.Page(page), kind, showsUse: false));
        _gate.Leave();
        WakeReady();
    }

    /// <summary>Makes a page leave, as a recorded node did. One that is held or under way is tried again later, a few times.</summary>
    public void Evict(int page, int tries)
    {
        _gate.Enter();
        ref PageRecord record = ref _records[_simulator.Page(page)];
        bool isHere = record.Frame != 0 && !record.Has(PageRecordFlags.Evicting);
        bool mayLeave = !record.Has(PageRecordFlags.Wanted) && record.Permission != PagePermission.None;
        bool isTriedAgain = isHere && !(mayLeave && _reclaimer.TryEvict(_simulator.Page(page), ref record)) && tries < MaximumRetries;
        _gate.Leave();
        if (isTriedAgain) _simulator.After(Math.Max(1, _simulator.Options.HoldNanoseconds), new SimEvent(SimEventKind.EvictionRetries, Self.Value, page, tries + 1));
        WakeReady();
    }

    /// <summary>A message is handled.</summary>
    public void Receive(in SimMessage message)
    {
        ReceivedPage page = message.Content is null ? default : new ReceivedPage(message.Content.AsSpan(0, message.ContentBytes));
        _messages.Dispatch(new NodeId(message.From), message.Kind, new AssembledMessage(((ReadOnlySpan<byte>)message.Said)[..message.BodyBytes], page));
        WakeReady();
    }

    /// <summary>The node's timer fires.</summary>
    public void OnTimer()
    {
        _machine.OnTimer();
        WakeReady();
    }

    public void Dispose() => _memory.Dispose();

    private PageFault Begin(GranuleNumber granule, in SimAccess access)
    {
        // What was recorded was decided by all that had gone before, of which not all was recorded: nothing that the node remembers is to say otherwise.
        if (access.Asks is not null) _records[_records.KeptIn(granule)].History = default;
        return _faults.Begin(granule, access.Asks ?? access.Kind, default);
    }

    private void Run(SimCpu cpu) => _machine.Current = IndexOf(cpu);

    private void WakeReady()
    {
        foreach (SimCpu cpu in _cpus)
        {
            if (!cpu.Waits) continue;
            Run(cpu);
            if (!_waiters.IsWaiting) _simulator.Wake(cpu);
        }
    }

    private CpuIndex IndexOf(SimCpu cpu) => new(cpu.Number % _simulator.Options.CpusPerNode);
}
