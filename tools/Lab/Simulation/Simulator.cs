using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Simulation;

/// <summary>
/// A cluster of many nodes in one process and in virtual time: the protocol that ships on every node, CPUs that follow a workload, a network with a speed and faults. Invariants are asserted throughout. A run depends on its
/// options and its workload only, so that one that fails can be repeated.
/// </summary>
internal sealed partial class Simulator : IDisposable
{
    private readonly PriorityQueue<SimEvent, SimMoment> _events = new();
    private readonly SimNode[] _nodes;
    private readonly SimCpu[] _cpus;
    private readonly IWorkload _workload;
    private readonly PageHolders[] _holders;
    private readonly long[] _newest;
    private readonly string _name;
    private readonly ProtocolInfo _protocol;
    private long _made;
    private int _running;
    private string? _ended;

    public Simulator(ProtocolInfo protocol, SimOptions options, IWorkload workload, string name)
    {
        options.Refuse();
        (Options, _workload, _name, _protocol) = (options, workload, name, protocol);
        _holders = new PageHolders[options.Granules];
        _newest = new long[options.Granules];
        _nodes = [.. Enumerable.Range(0, options.Nodes).Select(number => new SimNode(this, number, protocol))];
        Random seeds = new(options.Seed);
        _network = new Random(seeds.Next());
        _cpus = [.. Enumerable.Range(0, options.Nodes * options.CpusPerNode).Select(number => NewCpu(number, seeds.Next()))];
        for (int page = 0; page < options.Pages; page++)
        {
            if (workload.IsWrittenBefore(page)) Write(_nodes[HomeOf(page)], page * options.GranulesPerPage);
        }
        _channels = options.Link.HasFaults ? new SimChannel?[options.Nodes * options.Nodes] : [];
    }

    /// <summary>Where the guest's memory begins.</summary>
    public static GuestPhysicalAddress Start => new(0x4000_0000);

    public SimOptions Options { get; }

    public SimCounts Counts { get; } = new();

    /// <summary>Virtual time.</summary>
    public long Now { get; private set; }

    /// <summary>The granule at a place in memory, counted from <see cref="Start"/>.</summary>
    public static GranuleNumber Granule(int index) => Start.Granule + (uint)index;

    /// <summary>The inverse of <see cref="Granule"/>.</summary>
    public static int IndexOf(GranuleNumber granule) => (int)(granule.Value - Start.Granule.Value);

    /// <summary>The page with a workload's number.</summary>
    public PageNumber Page(int index) => Options.MemoryGeometry.UnitOf(Start.Granule) + (uint)index;

    public int HomeOf(int page) => page / Options.PagesPerNode;

    /// <summary>Which granule an access goes to.</summary>
    public int GranuleOf(in SimAccess access) => (access.Page * Options.GranulesPerPage) + (access.Part * Options.GranulesPerPage / SimAccess.Parts);

    /// <summary>Runs until every CPU is done.</summary>
    /// <exception cref="SimViolation">If an invariant is broken: says how to repeat the run.</exception>
    public SimResult Run(CancellationToken cancellation)
    {
        Stopwatch time = Stopwatch.StartNew();
        try
        {
            Begin();
            RunEvents(cancellation);
        }
        catch (Exception broken) when (broken is SimViolation or PanicException)
        {
            throw new SimViolation($"{Options.Design(_protocol.Name)}, {_name}, {Options.Nodes} nodes, seed {Options.Seed}, at {Now} ns: {broken.Message}", broken);
        }
        foreach (SimNode node in _nodes) Counts.Add(node.Counters);
        double busiest = _nodes.Max(node => (double)node.PortBusy) / Math.Max(1, Now);
        return new SimResult(
            _protocol.Name, _name, Options, Counts, Now, time.Elapsed, [.. _cpus.Select(cpu => cpu.Made)], [.. _cpus.Select(cpu => cpu.FinishedAt < 0 ? Now : cpu.FinishedAt)],
            busiest, _nodes[0].Protocol.EntryBytes, _ended);
    }

    public static void Demand(bool condition, SimNode node, string what)
    {
        if (!condition) throw Violation(node, what);
    }

    public static void Demand(bool condition, SimNode node, [InterpolatedStringHandlerArgument(nameof(condition))] ref LazyText what)
    {
        if (!condition) throw Violation(node, what.Take());
    }

    /// <summary>Single writer or many readers, of what was written last, at every change of a node's stage 2.</summary>
    public void ChangePermission(SimNode node, int granule, PagePermission old, PagePermission permission)
    {
        ref PageHolders holders = ref _holders[granule];
        holders.Change(old, -1);
        holders.Change(permission, 1);
        if (permission == PagePermission.None) return;
        bool isAlone = holders.Writers == 0 || holders.Writers + holders.Readers == 1;
        Demand(isAlone, node, $"gets page {granule / Options.GranulesPerPage}, which {holders.Writers} nodes can write and {holders.Readers} can read at the same time");
        Demand(node.Version(granule) == _newest[granule], node, $"can see an old version of page {granule / Options.GranulesPerPage}");
    }

    public void After(long nanoseconds, SimEvent happens) => _events.Enqueue(happens, new SimMoment(Now + nanoseconds, _made++));

    /// <summary>A CPU that waits tries its access again.</summary>
    public void Wake(SimCpu cpu)
    {
        if (!cpu.Waits) return;
        cpu.Waits = false;
        After(0, new SimEvent(SimEventKind.CpuRuns, cpu.Number));
    }

    public void Dispose()
    {
        foreach (SimNode node in _nodes) node.Dispose();
    }

    private static SimViolation Violation(SimNode node, string what) => new($"node {node.Self.Value} {what}");

    private SimCpu NewCpu(int number, int seed)
    {
        SimNode node = _nodes[number / Options.CpusPerNode];
        SimCpu cpu = new(number, node, new Random(seed), Options.AccessesPerCpu);
        node.Add(cpu);
        return cpu;
    }

    private void Begin()
    {
        _running = _cpus.Length;
        foreach (SimCpu cpu in _cpus) After(0, new SimEvent(SimEventKind.CpuRuns, cpu.Number));
        if (Options.Pause is { } pause) After(pause.AtNanoseconds, new SimEvent(SimEventKind.Pauses, pause.Node));
        if (Options.Death is { } death) After(death.AtNanoseconds, new SimEvent(SimEventKind.Dies, death.Node));
    }

    private void RunEvents(CancellationToken cancellation)
    {
        const long CheckMask = (1 << 16) - 1;
        while (_running > 0 && _ended is null && _events.TryDequeue(out SimEvent happens, out SimMoment moment))
        {
            if ((++Counts.Events & CheckMask) == 0) cancellation.ThrowIfCancellationRequested();
            Now = moment.Nanoseconds;
            Handle(happens, moment);
        }
        if (_running == 0 || _ended is not null) return;
        SimCpu waiting = Array.Find(_cpus, cpu => cpu.FinishedAt < 0)!;
        throw new SimViolation($"CPU {waiting.Number} waits for page {waiting.Access.Page} for ever: nothing more happens");
    }

    private void Handle(SimEvent happens, SimMoment moment)
    {
        switch (happens.Kind)
        {
            case SimEventKind.CpuRuns: RunCpu(_cpus[happens.A], happens, moment); break;
            case SimEventKind.MessageArrives: Arrive(happens, moment); break;
            case SimEventKind.FrameArrives: ArriveFrame(happens, moment); break;
            case SimEventKind.TimerFires: FireTimer(happens, moment); break;
            case SimEventKind.EvictionRetries: RetryEviction(happens, moment); break;
            case SimEventKind.Retransmit: Retransmit(_channels[happens.A]!); break;
            case SimEventKind.Acknowledged: Hear(_channels[happens.A]!, (uint)happens.B | ((ulong)(uint)happens.C << 32)); break;
            case SimEventKind.Pauses: _nodes[happens.A].PausedUntil = Now + Options.Pause!.ForNanoseconds; break;
            case SimEventKind.Dies: Die(_nodes[happens.A]); break;
            default: NoticeDeath(happens); break;
        }
    }

    /// <summary>What happens at a node that stands still happens when it goes on, in the same order.</summary>
    private bool IsPut(SimNode node, SimEvent happens, SimMoment moment)
    {
        if (node.PausedUntil <= Now) return false;
        _events.Enqueue(happens, moment with { Nanoseconds = node.PausedUntil });
        return true;
    }

    private void FireTimer(SimEvent happens, SimMoment moment)
    {
        SimNode node = _nodes[happens.A];
        if (!node.IsDead && !IsPut(node, happens, moment)) node.OnTimer();
    }

    private void RunCpu(SimCpu cpu, SimEvent happens, SimMoment moment)
    {
        if (cpu.Node.IsDead || IsPut(cpu.Node, happens, moment)) return;
        if (!cpu.HasAccess)
        {
            if (!TryBegin(cpu)) return;
            long thinks = Math.Max(cpu.Access.ThinkNanoseconds, cpu.Access.NotBefore - Now);
            if (thinks != 0)
            {
                After(thinks, happens);
                return;
            }
        }
        if (cpu.FaultedAt >= 0 || !Follows(cpu)) Try(cpu, happens);
    }

    /// <summary>Whether the CPU's access must come after one that another CPU has not made yet. If so, that CPU wakes it.</summary>
    private bool Follows(SimCpu cpu)
    {
        SimPrecedence after = cpu.Access.After;
        if (_cpus[after.Cpu].Made >= after.Accesses) return false;
        _cpus[after.Cpu].Followers.Add(cpu);
        return true;
    }

    private bool TryBegin(SimCpu cpu)
    {
        if (cpu.Left > 0 && _workload.TryNext(cpu.Number, cpu.Random, out SimAccess access))
        {
            cpu.Left--;
            cpu.Access = access;
            cpu.HasAccess = true;
            cpu.HasAsides = !access.Asides.IsEmpty;
            return true;
        }
        cpu.FinishedAt = Now;
        _running--;
        return false;
    }

    private void Try(SimCpu cpu, SimEvent happens)
    {
        SimAccess access = cpu.Access;
        int granule = GranuleOf(access);
        if (cpu.FaultedAt < 0 && !Permits(cpu.Node.Permission(granule), access.Kind)) BeginFault(cpu, happens);
        else if (cpu.FaultedAt < 0 || TryGrant(cpu, granule)) Make(cpu, granule);
        if (cpu.HasAsides && (!cpu.HasAccess || cpu.Waits)) DoAsides(cpu, access.Asides.Span);
    }

    private bool TryGrant(SimCpu cpu, int granule)
    {
        bool isFirst = !cpu.IsFaulting;
        PagePermission has = cpu.Node.Granted(granule);
        bool isGranted = cpu.Node.TryGrant(cpu);
        if (isFirst && !isGranted) CountWait(cpu, has);
        if (isGranted) Demand(Permits(cpu.Node.Permission(granule), cpu.Access.Kind), cpu.Node, "is told that its access is granted, and stage 2 does not allow it");
        return isGranted;
    }

    // A fault that need not wait shows the node that the page is in use: that is not counted.
    private void CountWait(SimCpu cpu, PagePermission has)
    {
        Counts.Faults++;
        if (cpu.Access.Kind == AccessKind.Read) Counts.ReadFaults++;
        else if (has == PagePermission.Read) Counts.Upgrades++;
    }

    private static bool Permits(PagePermission permission, AccessKind kind) => permission >= (kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read);

    private void DoAsides(SimCpu cpu, ReadOnlySpan<SimAside> asides)
    {
        cpu.HasAsides = false;
        foreach (SimAside aside in asides)
        {
            if (aside.Kind == SimAsideKind.Evict) cpu.Node.Evict(aside.Page, tries: 0);
            else if (Options.Prefetch is null) cpu.Node.AskAhead(cpu, aside.Page, aside.Kind == SimAsideKind.WriteAhead ? AccessKind.Write : AccessKind.Read);
        }
    }

    private void RetryEviction(SimEvent happens, SimMoment moment)
    {
        SimNode node = _nodes[happens.A];
        if (!node.IsDead && !IsPut(node, happens, moment)) node.Evict(happens.B, happens.C);
    }

    private void BeginFault(SimCpu cpu, SimEvent happens)
    {
        cpu.FaultedAt = Now;
        After(Options.FaultNanoseconds, happens);
    }

    private void Make(SimCpu cpu, int granule)
    {
        Demand(cpu.Node.Version(granule) == _newest[granule], cpu.Node, $"makes an access to an old version of page {cpu.Access.Page}");
        if (cpu.Access.Kind == AccessKind.Write) Write(cpu.Node, granule);
        if (cpu.FaultedAt >= 0 && cpu.Fault.HasWaited) Counts.Latency.Add(Now - cpu.FaultedAt);
        Counts.Accesses++;
        cpu.Made++;
        cpu.FaultedAt = -1;
        cpu.HasAccess = false;
        After(0, new SimEvent(SimEventKind.CpuRuns, cpu.Number));
        foreach (SimCpu follower in cpu.Followers) After(0, new SimEvent(SimEventKind.CpuRuns, follower.Number));
        cpu.Followers.Clear();
    }

    private void Write(SimNode node, int granule) => node.Version(granule) = ++_newest[granule];
}
