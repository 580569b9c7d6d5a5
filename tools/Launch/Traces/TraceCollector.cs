using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces;

/// <summary>Puts a cluster's recordings together, one of each node.</summary>
/// <param name="nodes">How many nodes there are.</param>
/// <param name="pageBytes">Bytes in a page.</param>
internal sealed class TraceCollector(int nodes, int pageBytes)
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private readonly NodeRecording[] _nodes = Enumerable.Range(0, nodes).Select(_ => new NodeRecording(Trace.MaximumRecords / nodes)).ToArray();

    /// <summary>The nodes whose last part has not come.</summary>
    public IEnumerable<int> Incomplete => Enumerable.Range(0, nodes).Where(i => !_nodes[i].IsComplete);

    /// <summary>The nodes as they describe themselves.</summary>
    public IReadOnlyList<TraceNode> Nodes => _nodes.Select(node => node.NodeOf(pageBytes)).ToArray();

    /// <summary>All records in order of time; those of one node at one time in the order in which they came.</summary>
    public IReadOnlyList<TraceRecord> Records() =>
        _nodes.SelectMany((node, i) => node.Entries.Select(entry => Record(new NodeId((ushort)i), node.FrequencyHz, in entry))).OrderBy(record => record.TimeNanoseconds).ToArray();

    /// <summary>Takes a part of a node's recording.</summary>
    public void Take(in HostFrame frame)
    {
        TraceBatch batch = frame.TraceBatch;
        if (frame.Node.Value < nodes && batch.FrequencyHz != 0) _nodes[frame.Node.Value].Take(in batch, frame.TraceEntries, frame.IsLastOfNode);
    }

    private TraceRecord Record(NodeId node, ulong frequencyHz, in TraceEntry entry) => new(
        Nanoseconds(entry.Time, frequencyHz), node, new CpuIndex(entry.Cpu), entry.Kind, entry.Page, entry.HasWaited != 0 ? Nanoseconds(entry.Wait, frequencyHz) : null,
        entry.Instruction != 0 ? new TraceSite(entry.Instruction, entry.Part * ((uint)pageBytes / TraceEntry.Parts)) : null);

    private static ulong Nanoseconds(Cycles time, ulong frequencyHz) => (ulong)((UInt128)time.Value * NanosecondsPerSecond / frequencyHz);
}
