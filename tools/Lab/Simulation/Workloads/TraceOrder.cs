using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>
/// The order in which nodes got pages. Without it nodes that the simulator lets run faster than the recorded ones drift apart, each works through what it shares with the others in one go, and pages hardly travel. So a read comes
/// after the last write of another node that was granted before it, and a write after the last access of another node. Grants have a time of their own each, and the CPUs' own order agrees with it, so nobody waits in a circle.
/// </summary>
internal sealed class TraceOrder
{
    private readonly SimPrecedence[][] _before;

    public TraceOrder(IReadOnlyList<List<TraceRecord>> accesses, int cpusPerNode)
    {
        _before = [.. accesses.Select(own => new SimPrecedence[own.Count])];
        Dictionary<PageNumber, TracePageHistory> earlier = [];
        var all = accesses.SelectMany((own, cpu) => own.Zip(Granted(own)).Select((access, index) => (access.First, access.Second, cpu, index)));
        foreach ((TraceRecord record, _, int cpu, int index) in all.OrderBy(access => access.Second))
        {
            if (!earlier.TryGetValue(record.Page, out TracePageHistory? history)) earlier.Add(record.Page, history = new TracePageHistory());
            _before[cpu][index] = history.Add(cpu / cpusPerNode, new SimPrecedence(cpu, index + 1), isWrite: record.Kind != TraceKind.Read);
        }
    }

    /// <summary>What comes before the access <paramref name="index"/> of <paramref name="cpu"/>.</summary>
    public SimPrecedence Before(int cpu, int index) => _before[cpu][index];

    // A wait may be recorded as longer than it was, by what a host let pass between two looks at the clock: a CPU's own order stands.
    private static IEnumerable<ulong> Granted(List<TraceRecord> own)
    {
        ulong latest = 0;
        foreach (TraceRecord record in own) yield return latest = ulong.Max(latest, record.TimeNanoseconds + (record.WaitNanoseconds ?? 0));
    }
}
