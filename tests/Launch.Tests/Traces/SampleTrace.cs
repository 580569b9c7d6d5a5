using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Launch.Tests.Traces;

/// <summary>A small trace with something of everything.</summary>
internal static class SampleTrace
{
    public const string Text = """
        pilevisor-trace 1
        variant VirtCluster
        protocol OwnerDirectory
        page-bytes 4096
        nodes 2
        cpus 0 2
        window 0 0x40000 512
        lost 0 0
        cpus 1 1
        window 1 0x40200 512
        lost 1 7
        records 6
        1000 0 0 w 0x40200 576000
        1016 1 0 r 0x40000 96016 @0xff0:0xffff800008123454
        1016 0 1 x 0x403ff 1
        2000 0 1 pr 0x40201
        2000 0 1 pw 0x40202
        18446744073709551615 1 0 e 0x401ff 0
        counter 0 ReadFetches 3
        counter 0 Prefetches 2
        latency 0 576 1
        message 0 0x20 GetShared 2 204
        counter 1 Evictions 1
        latency 1 96 1
        message 1 0x24 Data 1 4190
        end

        """;

    public static Trace Value => new(
        new TraceHeader("VirtCluster", "OwnerDirectory", 4096, [new TraceNode(2, new PageNumber(0x40000), 512, 0), new TraceNode(1, new PageNumber(0x40200), 512, 7)]),
        [
            Record(1000, 0, 0, TraceKind.Write, 0x40200, 576_000),
            Record(1016, 1, 0, TraceKind.Read, 0x40000, 96_016) with { Site = new TraceSite(0xffff_8000_0812_3454, 0xff0) },
            Record(1016, 0, 1, TraceKind.ReadForWrite, 0x403ff, 1),
            Record(2000, 0, 1, TraceKind.PrefetchRead, 0x40201, null),
            Record(2000, 0, 1, TraceKind.PrefetchWrite, 0x40202, null),
            Record(ulong.MaxValue, 1, 0, TraceKind.Eviction, 0x401ff, 0),
        ],
        [
            Counts((CounterTable.Counters, (int)Counter.ReadFetches, 3), (CounterTable.Counters, (int)Counter.Prefetches, 2), (CounterTable.FaultLatencies, NodeCounters.LatencyBucket(576), 1), (CounterTable.Messages, 0x20, 2), (CounterTable.MessageBytes, 0x20, 204)),
            Counts((CounterTable.Counters, (int)Counter.Evictions, 1), (CounterTable.FaultLatencies, NodeCounters.LatencyBucket(96), 1), (CounterTable.Messages, 0x24, 1), (CounterTable.MessageBytes, 0x24, 4190)),
        ],
        new Dictionary<byte, string> { [0x20] = "GetShared", [0x24] = "Data" });

    public static TraceRecord Record(ulong time, byte node, int cpu, TraceKind kind, uint page, ulong? wait) => new(time, new NodeId(node), new CpuIndex(cpu), kind, new PageNumber(page), wait);

    private static NodeCounts Counts(params (CounterTable Table, int Index, ulong Value)[] entries)
    {
        NodeCounts counts = new();
        foreach ((CounterTable table, int index, ulong value) in entries) counts.Take([new CounterEntry { Table = table, Index = (byte)index, Value = value }]);
        return counts;
    }
}
