using System;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Who came for a part of a page. Each visit of a node counts once, however many accesses it made there.</summary>
/// <param name="nodes">How many nodes there are.</param>
public sealed class PartUse(int nodes)
{
    private readonly long[] _visits = new long[nodes];
    private long _last;

    /// <summary>Whether any node wrote it.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Visits that touched it, by node.</summary>
    public ReadOnlySpan<long> Visits => _visits;

    /// <summary>Takes an access.</summary>
    /// <param name="node">Whose.</param>
    /// <param name="visit">The number of its visit, from 1.</param>
    /// <param name="writes">Whether it writes.</param>
    internal void Add(int node, long visit, bool writes)
    {
        IsWritten |= writes;
        if (_last == visit) return;
        _last = visit;
        _visits[node]++;
    }
}
