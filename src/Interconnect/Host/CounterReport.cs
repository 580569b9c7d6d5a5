using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Turns a node's counters into the entries of a report, a page at a time.</summary>
/// <param name="counters">What is reported.</param>
public ref struct CounterReport(NodeCounters counters)
{
    private const int Tables = 4;

    private int _table = 0;
    private int _index = 0;

    /// <summary>Whether every counter was reported.</summary>
    public readonly bool IsComplete => _table == Tables;

    /// <summary>Fills <paramref name="entries"/> with the next counters that are not zero.</summary>
    /// <returns>How many there were.</returns>
    public int Next(Span<CounterEntry> entries)
    {
        int filled = 0;
        while (filled < entries.Length && !IsComplete)
        {
            ulong value = Value((CounterTable)_table, _index);
            if (value != 0) entries[filled++] = new CounterEntry { Table = (CounterTable)_table, Index = (byte)_index, Value = value };
            Advance();
        }
        return filled;
    }

    private void Advance()
    {
        if (++_index < Length((CounterTable)_table)) return;
        _index = 0;
        _table++;
    }

    private readonly ulong Value(CounterTable table, int index) => table switch
    {
        CounterTable.Counters => counters[(Counter)index],
        CounterTable.Messages => counters.Messages((byte)index),
        CounterTable.MessageBytes => counters.MessageBytes((byte)index),
        _ => counters.FaultLatencies(index),
    };

    private static int Length(CounterTable table) => table switch
    {
        CounterTable.Counters => NodeCounters.MaximumCounters,
        CounterTable.FaultLatencies => NodeCounters.LatencyBuckets,
        _ => NodeCounters.MaximumKinds,
    };
}
