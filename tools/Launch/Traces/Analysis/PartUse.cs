using System;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Who came for a part of a page. Each visit of a node counts once, however many accesses it made there.</summary>
/// <param name="nodes">How many nodes there are.</param>
public sealed class PartUse(int nodes)
{
    private readonly long[] _visits = new long[nodes];
    private readonly long[] _writes = new long[nodes];
    private long _lastVisit;
    private long _lastWrite;

    /// <summary>Whether any node wrote it.</summary>
    public bool IsWritten => _lastWrite > 0;

    /// <summary>Visits that touched it, by node.</summary>
    public ReadOnlySpan<long> Visits => _visits;

    /// <summary>Visits that wrote it, by node.</summary>
    public ReadOnlySpan<long> WritingVisits => _writes;

    /// <summary>Takes an access.</summary>
    /// <param name="node">Whose.</param>
    /// <param name="visit">The number of its visit, from 1.</param>
    /// <param name="writes">Whether it writes.</param>
    internal void Add(int node, long visit, bool writes)
    {
        if (_lastVisit != visit) _visits[node]++;
        if (writes && _lastWrite != visit) _writes[node]++;
        _lastVisit = visit;
        if (writes) _lastWrite = visit;
    }
}
