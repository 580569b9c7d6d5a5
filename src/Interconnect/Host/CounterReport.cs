using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Turns a node's counters into the entries of a report, a page at a time.</summary>
/// <param name="counters">What is reported.</param>
/// <param name="hotPages">The hottest pages: up to <see cref="IHotPages.Reported"/>.</param>
/// <param name="hotInstructions">For each of them the instruction that waited for it last, if that is reported.</param>
public ref struct CounterReport(NodeCounters counters, ReadOnlySpan<HotPage> hotPages, ReadOnlySpan<ulong> hotInstructions = default)
{
    /// <summary>The most counters of a report.</summary>
    public const int MaximumEntries = NodeCounters.MaximumCounters + NodeCounters.LatencyBuckets + (2 * IHotPages.Reported) + (2 * NodeCounters.MaximumKinds);

    private const int Tables = 6;

    private readonly ReadOnlySpan<HotPage> _hotPages = hotPages;
    private readonly ReadOnlySpan<ulong> _hotInstructions = hotInstructions;
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
        CounterTable.FaultLatencies => counters.FaultLatencies(index),
        CounterTable.HotPages => index < _hotPages.Length ? _hotPages[index].Packed : 0,
        _ => index < _hotInstructions.Length ? _hotInstructions[index] : 0,
    };

    private static int Length(CounterTable table) => table switch
    {
        CounterTable.Counters => NodeCounters.MaximumCounters,
        CounterTable.FaultLatencies => NodeCounters.LatencyBuckets,
        CounterTable.HotPages or CounterTable.HotInstructions => IHotPages.Reported,
        _ => NodeCounters.MaximumKinds,
    };
}
