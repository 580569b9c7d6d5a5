using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch.Running;

namespace Pilevisor.Lab.Comparison;

/// <summary>What of a hypervisor's counters is the coherence protocol's.</summary>
internal static class CoherenceCounts
{
    private static IEnumerable<byte> Kinds => Enumerable.Range(0, MessageKind.FirstVirtualization - MessageKind.FirstCoherence).Select(kind => (byte)kind);

    /// <summary>The messages that were sent, by the protocol's own number.</summary>
    public static IEnumerable<(byte Kind, long Count)> Messages(NodeCounts counts) =>
        Kinds.Select(kind => (kind, (long)counts.Messages[Wire(kind)])).Where(kind => kind.Item2 != 0);

    /// <summary>Their bytes.</summary>
    public static long Bytes(NodeCounts counts) => Kinds.Sum(kind => (long)counts.MessageBytes[Wire(kind)]);

    /// <summary>Accesses that had to wait.</summary>
    public static long Faults(NodeCounts counts)
    {
        ulong faults = 0;
        foreach (ulong bucket in counts.Latencies) faults += bucket;
        return (long)faults;
    }

    /// <summary>How long they waited; each bucket by its end.</summary>
    public static IReadOnlyList<LatencyPoint> Distribution(NodeCounts counts)
    {
        List<LatencyPoint> points = [];
        long all = Faults(counts);
        long seen = 0;
        for (int bucket = 0; bucket < counts.Latencies.Length; bucket++)
        {
            if (counts.Latencies[bucket] == 0) continue;
            seen += (long)counts.Latencies[bucket];
            points.Add(new LatencyPoint(NodeCounters.LatencyBucketStart(bucket + 1), (double)seen / all));
        }
        return points;
    }

    private static int Wire(byte kind) => (int)MessageKind.FirstCoherence + kind;
}
