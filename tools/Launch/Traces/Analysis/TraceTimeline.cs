using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What happened when: guest time in stretches of one length.</summary>
public sealed class TraceTimeline
{
    private readonly ulong _start;
    private readonly long[][] _waits;
    private readonly double[][] _waited;

    private TraceTimeline(Trace trace, int bins)
    {
        int nodes = trace.Header.Nodes.Count;
        _start = trace.Records.Count == 0 ? 0 : trace.Records[0].TimeNanoseconds;
        ulong end = trace.Records.Count == 0 ? 0 : trace.Records.Max(End);
        BinNanoseconds = Math.Max(1, ((end - _start) / (ulong)bins) + 1);
        int count = (int)Math.Min((ulong)bins, ((end - _start) / BinNanoseconds) + 1);
        _waits = [.. Enumerable.Range(0, count).Select(_ => new long[nodes])];
        _waited = [.. Enumerable.Range(0, count).Select(_ => new double[nodes])];
        foreach (TraceRecord record in trace.Records.Where(record => record.HasWaited)) Add(in record);
        Bins = [.. Enumerable.Range(0, count).Select(bin => new TimelineBin(_start + ((ulong)bin * BinNanoseconds), _waits[bin], Shares(_waited[bin], trace.Header.Nodes)))];
    }

    /// <summary>How long each stretch is.</summary>
    public ulong BinNanoseconds { get; }

    /// <summary>The stretches, from the first record to when the last is over.</summary>
    public IReadOnlyList<TimelineBin> Bins { get; }

    /// <summary>Cuts a trace's time into stretches.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="bins">The most there may be.</param>
    public static TraceTimeline Of(Trace trace, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return new TraceTimeline(trace, bins);
    }

    // A wait counts in each stretch that it reaches into.
    private void Add(in TraceRecord record)
    {
        int node = record.Node.Value;
        ulong from = record.TimeNanoseconds - _start, to = End(record) - _start;
        int first = (int)(from / BinNanoseconds);
        _waits[first][node]++;
        for (int bin = first; bin < _waited.Length && (bin == first || (ulong)bin * BinNanoseconds < to); bin++)
        {
            double begin = Math.Max(from, bin * (double)BinNanoseconds);
            _waited[bin][node] += Math.Max(0, Math.Min(to, (bin + 1d) * BinNanoseconds) - begin);
        }
    }

    private double[] Shares(double[] waited, IReadOnlyList<TraceNode> nodes) => [.. waited.Select((time, node) => Math.Min(1, time / ((double)BinNanoseconds * nodes[node].Cpus)))];

    private static ulong End(TraceRecord record)
    {
        ulong wait = record.WaitNanoseconds ?? 0;
        return wait > ulong.MaxValue - record.TimeNanoseconds ? ulong.MaxValue : record.TimeNanoseconds + wait;
    }
}
