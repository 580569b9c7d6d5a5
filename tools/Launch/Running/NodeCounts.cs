using System;
using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>What a node counted, as it reported at its end.</summary>
public sealed class NodeCounts
{
    private readonly ulong[] _counters = new ulong[NodeCounters.MaximumCounters];
    private readonly ulong[] _messages = new ulong[NodeCounters.MaximumKinds];
    private readonly ulong[] _messageBytes = new ulong[NodeCounters.MaximumKinds];
    private readonly ulong[] _latencies = new ulong[NodeCounters.LatencyBuckets];

    /// <summary>The value of a counter.</summary>
    public ulong this[Counter counter] => _counters[(int)counter];

    /// <summary>Messages sent, by kind.</summary>
    public ReadOnlySpan<ulong> Messages => _messages;

    /// <summary>Their bytes on the wire, by kind.</summary>
    public ReadOnlySpan<ulong> MessageBytes => _messageBytes;

    /// <summary>Remote faults, by <see cref="NodeCounters.LatencyBucket"/>.</summary>
    public ReadOnlySpan<ulong> Latencies => _latencies;

    /// <summary>Takes entries of a report; those of tables or places we do not know are left out.</summary>
    internal void Take(ReadOnlySpan<CounterEntry> entries)
    {
        foreach (CounterEntry entry in entries)
        {
            ulong[]? table = Table(entry.Table);
            if (table is not null && entry.Index < table.Length) table[entry.Index] = entry.Value;
        }
    }

    /// <summary>Takes one entry; false if there is no such place, or it is taken.</summary>
    internal bool TryTake(in CounterEntry entry)
    {
        ulong[]? table = Table(entry.Table);
        if (table is null || entry.Index >= table.Length || table[entry.Index] != 0) return false;
        table[entry.Index] = entry.Value;
        return true;
    }

    /// <summary>The sums over several nodes.</summary>
    public static NodeCounts Sum(IEnumerable<NodeCounts> nodes)
    {
        NodeCounts sum = new();
        foreach (NodeCounts node in nodes) sum.Add(node);
        return sum;
    }

    private void Add(NodeCounts other)
    {
        for (CounterTable table = 0; Table(table) is { } sum; table++)
        {
            ulong[] addend = other.Table(table)!;
            for (int i = 0; i < sum.Length; i++) sum[i] += addend[i];
        }
    }

    private ulong[]? Table(CounterTable table) => table switch
    {
        CounterTable.Counters => _counters,
        CounterTable.Messages => _messages,
        CounterTable.MessageBytes => _messageBytes,
        CounterTable.FaultLatencies => _latencies,
        _ => null,
    };
}
