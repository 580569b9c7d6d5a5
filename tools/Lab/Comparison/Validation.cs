using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Comparison;

/// <summary>The simulator held against the hypervisor: the same protocol, the same accesses, and what each counted.</summary>
/// <param name="Trace">The recording.</param>
/// <param name="Protocol">The protocol of both.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="Records">Records of the trace.</param>
/// <param name="Lost">Records that were lost on the way.</param>
/// <param name="About">How the simulator was set.</param>
/// <param name="Rows">The figures.</param>
/// <param name="Explanation">Where the differences come from.</param>
public sealed record Validation(string Trace, string Protocol, int Nodes, int Records, ulong Lost, string About, IReadOnlyList<ValidationRow> Rows, IReadOnlyList<string> Explanation)
{
    private const int CrossingsOfAFault = 2;
    private const int QuickOneIn = 10;

    /// <summary>Replays a trace with the protocol it was recorded with.</summary>
    /// <exception cref="LabException">If that is none that ships.</exception>
    public static Validation Of(RecordedTrace recorded, SimOptions options, CancellationToken cancellation)
    {
        TraceHeader header = recorded.Trace.Header;
        if (header.Protocol is not { } name) throw new LabException($"{recorded.Name} does not say which protocol was recorded: there is nothing to hold the simulator against");
        ProtocolInfo protocol = ProtocolCatalog.Named(name)[0];
        SimOptions cluster = recorded.Fit(options) with { Prefetch = null };
        cluster = cluster with { Link = cluster.Link with { LatencyNanoseconds = Latency(recorded.Trace, cluster) } };
        SimCounts times = Run(protocol, cluster, recorded, TracePace.Times, cancellation);
        SimCounts gaps = Run(protocol, cluster, recorded, TracePace.Gaps, cancellation);
        string about = string.Create(CultureInfo.InvariantCulture, $"A message takes {cluster.Link.LatencyNanoseconds / 1e3:F0} us from port to port, so that a fault of nobody else's page takes as long as the quickest tenth of the recorded ones; seed {options.Seed}.");
        return new Validation(
            recorded.Name, name, recorded.Nodes, recorded.Trace.Records.Count, header.Lost, about, [.. Figures(recorded.Trace, protocol, times, gaps)], ValidationExplanation.Of(recorded.Trace, times, gaps));
    }

    // The machines under QEMU wake host threads for each message; a simulated gigabit link is several times as fast. What took longer than the quickest faults waited for somebody, and has to wait for him in the simulator too.
    private static long Latency(Trace trace, SimOptions cluster)
    {
        ulong[] waits = [.. trace.Records.Where(record => record.HasWaited).Select(record => record.WaitNanoseconds!.Value).Order()];
        if (waits.Length == 0) return cluster.Link.LatencyNanoseconds;
        long bits = 2 * (cluster.Link.Nanoseconds(SimFrameSizes.Message) + cluster.Link.Nanoseconds(SimFrameSizes.PageIn(cluster.Transport, cluster.PageBytes), cluster.Transport.FrameCount(cluster.PageBytes)));
        long busy = bits + cluster.FaultNanoseconds + (CrossingsOfAFault * cluster.HandlerNanoseconds);
        return Math.Max(0, ((long)waits[waits.Length / QuickOneIn] - busy) / CrossingsOfAFault);
    }

    private static SimCounts Run(ProtocolInfo protocol, SimOptions cluster, RecordedTrace recorded, TracePace pace, CancellationToken cancellation) =>
        SimRun.Run(protocol, cluster, new TraceWorkload(recorded, pace), recorded.Name, cancellation).Counts;

    private static IEnumerable<ValidationRow> Figures(Trace trace, ProtocolInfo protocol, SimCounts times, SimCounts gaps)
    {
        NodeCounts counted = NodeCounts.Sum(trace.Counts);
        Dictionary<byte, long> messages = CoherenceCounts.Messages(counted).ToDictionary(kind => kind.Kind, kind => kind.Count);
        for (byte kind = 0; kind < times.Messages.Length; kind++)
        {
            ValidationRow row = new(protocol.MessageName(kind), messages.GetValueOrDefault(kind), times.Messages[kind], gaps.Messages[kind]);
            if (row.Counted + row.AtTimes + row.AtGaps != 0) yield return row;
        }
        yield return new ValidationRow("all messages", messages.Values.Sum(), times.AllMessages, gaps.AllMessages);
        yield return new ValidationRow("their bytes", CoherenceCounts.Bytes(counted), times.AllBytes, gaps.AllBytes);
        yield return new ValidationRow("zero pages sent", (long)counted[Counter.ZeroPages], times.ZeroPages, gaps.ZeroPages);
        yield return new ValidationRow("requests granted", (long)counted.Misses, times.Grants, gaps.Grants);
        yield return new ValidationRow("accesses that waited", CoherenceCounts.Faults(counted), times.Faults, gaps.Faults);
        yield return new ValidationRow("asked for ahead", (long)counted[Counter.Prefetches], times.Prefetches, gaps.Prefetches);
        yield return new ValidationRow("came along", (long)counted[Counter.RunPages], times.RunPages, gaps.RunPages);
        yield return new ValidationRow("copies given up", (long)counted[Counter.Invalidations], times.Invalidations, gaps.Invalidations);
        yield return new ValidationRow("evictions", (long)counted[Counter.Evictions], times.Evictions, gaps.Evictions);
    }
}
