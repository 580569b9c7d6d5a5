using System;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Live;

/// <summary>What a node did in the last second or so.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Cpus">Its CPUs.</param>
/// <param name="Vcpus">How many of them run the guest.</param>
/// <param name="ComputingShare">How much of those CPUs' time the guest, and what the hypervisor does for it, took: 0 to 1.</param>
/// <param name="WaitingShare">How much they waited for pages.</param>
/// <param name="IdleShare">How much they had nothing to do.</param>
/// <param name="ReadFetches">Pages fetched for a read, a second.</param>
/// <param name="WriteFetches">Pages fetched for a write, with their content, a second.</param>
/// <param name="Upgrades">Write permissions won for a page that was here, a second.</param>
/// <param name="Invalidations">Copies given up because another node writes, a second.</param>
/// <param name="Prefetches">Pages asked for ahead of the guest, a second.</param>
/// <param name="Evictions">Pages that left since their frame was needed, a second.</param>
/// <param name="Traps">Exits from the guest by a synchronous exception, a second.</param>
/// <param name="Messages">Messages sent, a second.</param>
/// <param name="Bytes">Their bytes on the wire, a second.</param>
/// <param name="Latency">How long waits for pages took that ended in this time; null if none did.</param>
/// <param name="CachedBytes">What the node keeps of other nodes' memory.</param>
/// <param name="CacheBytes">How much it has room for.</param>
/// <param name="Retransmissions">Frames sent again, a second.</param>
/// <param name="DuplicateFrames">Frames that arrived twice, a second.</param>
/// <param name="WaitingFrames">Frames to other nodes that wait for their acknowledgement, or for being sent.</param>
public sealed record NodeSample(
    int Node, int Cpus, int Vcpus, double ComputingShare, double WaitingShare, double IdleShare,
    double ReadFetches, double WriteFetches, double Upgrades, double Invalidations, double Prefetches, double Evictions, double Traps,
    double Messages, double Bytes, LatencySummary? Latency, long CachedBytes, long CacheBytes, double Retransmissions, double DuplicateFrames, int WaitingFrames)
{
    /// <summary>What happened between two readings.</summary>
    internal static NodeSample Between(int node, NodeReading before, NodeReading now, long cacheBytes)
    {
        double seconds = (now.Taken - before.Taken).TotalSeconds;
        NodeStatus status = now.Status ?? default;
        double waiting = Share(Delta(Counter.PageWaitMicroseconds), seconds, status.Vcpus);
        double idle = Idle(before, now, status.Vcpus);
        return new NodeSample(
            node, (int)status.Cpus, (int)status.Vcpus, Math.Max(0, 1 - waiting - idle), waiting, idle,
            Rate(Counter.ReadFetches), Rate(Counter.WriteFetches), Rate(Counter.Upgrades), Rate(Counter.Invalidations), Rate(Counter.Prefetches), Rate(Counter.Evictions), Rate(Counter.Traps),
            Sum(before.Counts.Messages, now.Counts.Messages) / seconds, Sum(before.Counts.MessageBytes, now.Counts.MessageBytes) / seconds, LatencyBetween(before.Counts, now.Counts),
            (long)status.CachedBytes, cacheBytes, Rate(Counter.Retransmissions), Rate(Counter.DuplicateFrames), (int)status.WaitingFrames);

        double Rate(Counter counter) => Delta(counter) / seconds;

        double Delta(Counter counter) => now.Counts[counter] - before.Counts[counter];
    }

    // The status comes before the counters, and may be lost: then the last one counts that came by itself, and its own time.
    private static double Idle(NodeReading before, NodeReading now, uint vcpus)
    {
        if (before.Status is not { } first || now.Status is not { } last || now.StatusTaken <= before.StatusTaken) return 0;
        return Share(last.IdleMicroseconds - first.IdleMicroseconds, (now.StatusTaken - before.StatusTaken).TotalSeconds, vcpus);
    }

    private static double Share(double microseconds, double seconds, uint vcpus) => vcpus == 0 ? 0 : Math.Clamp(microseconds / 1e6 / seconds / vcpus, 0, 1);

    private static double Sum(ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> now)
    {
        ulong sum = 0;
        for (int i = 0; i < now.Length; i++) sum += now[i] - before[i];
        return sum;
    }

    private static LatencySummary? LatencyBetween(NodeCounts before, NodeCounts now) =>
        LatencySummary.Of(now.Latencies.ToArray().Zip(before.Latencies.ToArray(), (last, first) => last - first).ToArray());
}
