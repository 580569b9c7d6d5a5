using System;
using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces;

/// <summary>What a node has sent of its recording.</summary>
/// <param name="capacity">The most entries that are kept.</param>
internal sealed class NodeRecording(int capacity)
{
    private readonly List<TraceEntry> _entries = [];
    private TraceBatch _last;
    private ulong _next;
    private ulong _missing;

    /// <summary>Whether the last part has come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What has come, as it came: in the order in which things were over.</summary>
    public IReadOnlyList<TraceEntry> Entries => _entries;

    /// <summary>The rate of the entries' times; 0 before anything has come.</summary>
    public ulong FrequencyHz => _last.FrequencyHz;

    /// <summary>The node as it describes itself, its window in pages of <paramref name="pageBytes"/> bytes.</summary>
    public TraceNode NodeOf(int pageBytes)
    {
        uint granules = (uint)pageBytes / GranuleNumber.Bytes;
        return new((int)_last.CpuCount, new PageNumber(_last.WindowFirst / granules), _last.WindowPages / granules, _last.Dropped + _missing);
    }

    /// <summary>Takes a part. Parts come in order; numbers that are left out are of entries that were lost on the way.</summary>
    public void Take(in TraceBatch batch, ReadOnlySpan<TraceEntry> entries, bool isLast)
    {
        // The recording ends with its last part; what was under way on another CPU at that moment is no part of it.
        if (IsComplete || batch.First < _next) return;
        _missing += batch.First - _next;
        _next = batch.First + (uint)entries.Length;
        _last = batch;
        IsComplete = isLast;
        foreach (TraceEntry entry in entries)
        {
            if (_entries.Count < capacity && Enum.IsDefined(entry.Kind)) _entries.Add(entry);
            else _missing++;
        }
    }
}
