using System;
using System.Linq;
using System.Threading;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Cli.Scaling;

/// <summary>
/// How long an application would have taken if each CPU had a core of its own and the link were a gigabit's: what was recorded, replayed in the Lab's time. Under QEMU more CPUs than the host has cores take turns, so what a CPU
/// did on its own took so many times as long as there were CPUs for a core that had something to do; and host threads carry each message.
/// </summary>
internal static class SimulatedTime
{
    /// <summary>The application's time, in seconds; null if no node had to wait for another.</summary>
    /// <param name="trace">The recording while it ran.</param>
    /// <param name="began">When it began, in the recording's nanoseconds.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="computing">How many CPUs computed at a time, or wanted to, on average.</param>
    /// <param name="hostCores">Cores that they had for that.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double? Of(Trace trace, ulong began, ulong ended, double computing, int hostCores, CancellationToken cancellation)
    {
        if (!trace.Records.Any(record => record.IsAccess) || trace.Header.Protocol is not { } name) return null;
        double pace = Math.Min(1, hostCores / Math.Max(1, computing));
        RecordedTrace recorded = new(trace, "the recording", pace);
        SimResult result = SimRun.Run(ProtocolCatalog.Named(name)[0], new SimOptions(), WorkloadSource.Of(recorded), cancellation);
        double head = (trace.Records[0].TimeNanoseconds - began) * pace;
        // What a CPU did after its last access that stage 2 refused is in no record.
        double last = Enumerable.Range(0, result.FinishedAtNanoseconds.Count).Max(cpu => result.FinishedAtNanoseconds[cpu] + (Rest(trace, recorded.CpusPerNode, cpu, ended) * pace));
        return (head + last) / 1e9;
    }

    private static double Rest(Trace trace, int cpusPerNode, int cpu, ulong ended)
    {
        ulong free = trace.Records.Where(record => record.IsAccess && (record.Node.Value * cpusPerNode) + record.Cpu.Value == cpu)
            .Select(record => record.TimeNanoseconds + (record.WaitNanoseconds ?? 0)).DefaultIfEmpty(trace.Records[0].TimeNanoseconds).Max();
        return ended > free ? ended - free : 0;
    }
}
