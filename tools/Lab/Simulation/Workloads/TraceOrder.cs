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
        var all = accesses.SelectMany((own, cpu) => own.Select((record, index) => (record, cpu, index)));
        foreach ((TraceRecord record, int cpu, int index) in all.OrderBy(access => Granted(access.record)))
        {
            if (!earlier.TryGetValue(record.Page, out TracePageHistory? history)) earlier.Add(record.Page, history = new TracePageHistory());
            _before[cpu][index] = history.Add(cpu / cpusPerNode, new SimPrecedence(cpu, index + 1), isWrite: record.Kind != TraceKind.Read);
        }
    }

    /// <summary>What comes before the access <paramref name="index"/> of <paramref name="cpu"/>.</summary>
    public SimPrecedence Before(int cpu, int index) => _before[cpu][index];

    private static ulong Granted(TraceRecord record) => record.TimeNanoseconds + (record.WaitNanoseconds ?? 0);
}
