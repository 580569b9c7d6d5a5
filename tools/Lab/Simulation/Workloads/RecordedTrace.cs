using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>
/// A trace of `up --record`, made ready to be replayed, any number of times. A node asks ahead and makes pages leave while one of its CPUs faults, so these records belong to the access of the node that began last; in the simulator
/// they come with it, whenever it comes.
/// </summary>
public sealed class RecordedTrace
{
    private const int LeastNodes = 2;

    private readonly double _pace;
    private readonly TracePages _pages;
    private readonly TraceStep[][] _steps;

    /// <param name="trace">What was recorded.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="pace">How long CPUs take for what they do on their own, as a part of what they took when it was recorded: below 1 if the host had fewer cores then than they.</param>
    /// <exception cref="LabException">If it cannot be replayed: says why.</exception>
    public RecordedTrace(Trace trace, string name, double pace = 1)
    {
        (Trace, Name, _pace) = (trace, name, pace);
        Nodes = trace.Header.Nodes.Count;
        if (Nodes < LeastNodes) throw new LabException($"{name} is a trace of a single node: where there is no other, nothing is coherent; record one with `up --nodes 2` or more");
        if (!trace.Records.Any(record => record.IsAccess)) throw new LabException($"{name} has no access in it: there is nothing to replay");
        CpusPerNode = trace.Header.Nodes.Max(node => node.Cpus);
        _pages = new TracePages(trace);
        _steps = Steps();
    }

    /// <summary>What was recorded.</summary>
    public Trace Trace { get; }

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <summary>Nodes of the recorded cluster.</summary>
    public int Nodes { get; }

    /// <summary>CPUs of a node; of that with the most.</summary>
    public int CpusPerNode { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Launch.LaunchException">If it is no trace, or not a right one: says what is wrong, and in which line.</exception>
    /// <exception cref="LabException">If it cannot be replayed.</exception>
    public static RecordedTrace Read(string path) => new(TraceReader.Read(path), path);

    /// <summary>A cluster like the recorded one: its nodes, CPUs and pages, all else as in <paramref name="options"/>. Frames are never short: what left for want of one is in the trace.</summary>
    public SimOptions Fit(SimOptions options) => options with
    {
        Nodes = Nodes,
        CpusPerNode = CpusPerNode,
        PagesPerNode = _pages.PerNode,
        CacheFrames = 0,
        Geometry = new RecordedUnits(BitOperations.Log2((uint)Trace.Header.PageBytes)),
        AccessesPerCpu = int.MaxValue,
        Runs = NodeCounts.Sum(Trace.Counts)[Counter.RunPages] != 0 ? new GrowingRuns() : new NoRuns(),
    };

    internal ReadOnlySpan<TraceStep> StepsOf(int cpu) => _steps[cpu];

    internal bool IsWrittenBefore(int page) => _pages.IsWritten(page);

    private TraceStep[][] Steps()
    {
        List<TraceRecord>[] accesses = [.. Enumerable.Range(0, Nodes * CpusPerNode).Select(_ => new List<TraceRecord>())];
        Dictionary<(int Cpu, int Access), List<SimAside>> occasions = [];
        int[] latest = [.. Enumerable.Range(0, Nodes).Select(node => node * CpusPerNode)];
        foreach (TraceRecord record in Trace.Records)
        {
            ref int cpu = ref latest[record.Node.Value];
            if (record.Kind != TraceKind.Eviction) cpu = (record.Node.Value * CpusPerNode) + record.Cpu.Value;
            if (record.IsAccess) accesses[cpu].Add(record);
            else Occasion(occasions, cpu, Math.Max(0, accesses[cpu].Count - 1)).Add(Aside(record));
        }
        TraceOrder order = new(accesses, CpusPerNode);
        return [.. accesses.Select((own, cpu) => own.Select((_, i) => Step(own, i, order.Before(cpu, i), occasions.GetValueOrDefault((cpu, i)))).ToArray())];
    }

    private static List<SimAside> Occasion(Dictionary<(int Cpu, int Access), List<SimAside>> occasions, int cpu, int access)
    {
        if (!occasions.TryGetValue((cpu, access), out List<SimAside>? found)) occasions.Add((cpu, access), found = []);
        return found;
    }

    private SimAside Aside(TraceRecord record) => new(
        record.Kind switch
        {
            TraceKind.PrefetchRead => SimAsideKind.ReadAhead,
            TraceKind.PrefetchWrite => SimAsideKind.WriteAhead,
            _ => SimAsideKind.Evict,
        },
        _pages[record.Page]);

    private TraceStep Step(List<TraceRecord> own, int index, SimPrecedence after, List<SimAside>? asides)
    {
        TraceRecord record = own[index];
        ulong begins = Trace.Records[0].TimeNanoseconds;
        ulong free = index == 0 ? begins : own[index - 1].TimeNanoseconds + (own[index - 1].WaitNanoseconds ?? 0);
        AccessKind kind = record.Kind == TraceKind.Write ? AccessKind.Write : AccessKind.Read;
        AccessKind asks = record.Kind == TraceKind.Read ? AccessKind.Read : AccessKind.Write;
        long gap = record.TimeNanoseconds > free ? (long)((record.TimeNanoseconds - free) * _pace) : 0;
        return new TraceStep(_pages[record.Page], kind, asks, (long)(record.TimeNanoseconds - begins), gap, after, asides is null ? default : asides.ToArray());
    }
}
