using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>What a node counted, as it reported at its end, or when it was asked.</summary>
public sealed class NodeCounts
{
    private readonly ulong[] _counters = new ulong[NodeCounters.MaximumCounters];
    private readonly ulong[] _messages = new ulong[NodeCounters.MaximumKinds];
    private readonly ulong[] _messageBytes = new ulong[NodeCounters.MaximumKinds];
    private readonly ulong[] _latencies = new ulong[NodeCounters.LatencyBuckets];
    private readonly ulong[] _hotPages = new ulong[IHotPages.Reported];
    private readonly ulong[] _hotInstructions = new ulong[IHotPages.Reported];

    /// <summary>The value of a counter.</summary>
    public ulong this[Counter counter] => _counters[(int)counter];

    /// <summary>Accesses that had to ask another node, and were granted: fetches for reads and for writes, and upgrades.</summary>
    public ulong Misses => this[Counter.ReadFetches] + this[Counter.WriteFetches] + this[Counter.Upgrades];

    /// <summary>Messages sent, by kind.</summary>
    public ReadOnlySpan<ulong> Messages => _messages;

    /// <summary>Their bytes on the wire, by kind.</summary>
    public ReadOnlySpan<ulong> MessageBytes => _messageBytes;

    /// <summary>Remote faults, by <see cref="NodeCounters.LatencyBucket"/>.</summary>
    public ReadOnlySpan<ulong> Latencies => _latencies;

    /// <summary>The pages that were waited for most often, the hottest first; of a sum, those of all nodes.</summary>
    public IReadOnlyList<HotPage> HotPages { get; private set; } = [];

    /// <summary>For each of <see cref="HotPages"/> the virtual address of the guest's instruction that waited for it last; 0 if that was not reported.</summary>
    internal IReadOnlyList<ulong> HotInstructions => _hotInstructions;

    /// <summary>Takes entries of a report; those of tables or places we do not know are left out.</summary>
    internal void Take(ReadOnlySpan<CounterEntry> entries)
    {
        foreach (CounterEntry entry in entries)
        {
            ulong[]? table = Table(entry.Table);
            if (table is not null && entry.Index < table.Length) table[entry.Index] = entry.Value;
        }

        HotPages = [.. _hotPages.Where(packed => packed != 0).Select(HotPage.Unpack)];
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
        NodeCounts[] all = nodes.ToArray();
        NodeCounts sum = new() { HotPages = Hottest(all.SelectMany(node => node.HotPages)) };
        foreach (NodeCounts node in all) sum.Add(node);
        return sum;
    }

    // A node that does not have a page among its hottest adds nothing for it.
    private static HotPage[] Hottest(IEnumerable<HotPage> pages) =>
        pages.GroupBy(page => page.Page, (page, all) => new HotPage(page, (uint)Math.Min(uint.MaxValue, all.Sum(p => (long)p.Waits))))
            .OrderByDescending(page => page.Waits).ThenBy(page => page.Page.Value).Take(IHotPages.Reported).ToArray();

    private void Add(NodeCounts other)
    {
        for (CounterTable table = 0; table < CounterTable.HotPages; table++)
        {
            ulong[] sum = Table(table)!;
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
        CounterTable.HotPages => _hotPages,
        CounterTable.HotInstructions => _hotInstructions,
        _ => null,
    };
}
