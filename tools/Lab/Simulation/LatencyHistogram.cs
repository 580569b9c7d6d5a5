using System;
using System.Collections.Generic;
using System.Numerics;

namespace Pilevisor.Lab.Simulation;

/// <summary>Latencies in buckets of about 3 % width, so that any number of them takes a few kilobytes.</summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int Sub = 1 << SubBits;

    private readonly long[] _counts = new long[64 * Sub];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of all, in nanoseconds.</summary>
    public long SumNanoseconds { get; private set; }

    /// <summary>The longest, in nanoseconds.</summary>
    public long MaximumNanoseconds { get; private set; }

    /// <summary>The mean, in nanoseconds; 0 if there are none.</summary>
    public double MeanNanoseconds => Count == 0 ? 0 : (double)SumNanoseconds / Count;

    /// <summary>Adds one.</summary>
    public void Add(long nanoseconds)
    {
        _counts[Bucket(nanoseconds)]++;
        Count++;
        SumNanoseconds += nanoseconds;
        MaximumNanoseconds = Math.Max(MaximumNanoseconds, nanoseconds);
    }

    /// <summary>The latency that the part <paramref name="quantile"/> (0 to 1) of all does not exceed, in nanoseconds, to the width of a bucket; 0 if there are none.</summary>
    public long Quantile(double quantile)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return Math.Min(UpperEnd(bucket), MaximumNanoseconds);
        }
        return 0;
    }

    /// <summary>The distribution: for each bucket that has any, its upper end and the part of all that did not take longer.</summary>
    public IReadOnlyList<LatencyPoint> Distribution()
    {
        List<LatencyPoint> points = [];
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (_counts[bucket] == 0) continue;
            seen += _counts[bucket];
            points.Add(new LatencyPoint(Math.Min(UpperEnd(bucket), MaximumNanoseconds) / 1e3, (double)seen / Count));
        }
        return points;
    }

    // Below 32 a bucket for each number; above, 32 for each power of two.
    private static int Bucket(long value)
    {
        if (value < Sub) return (int)value;
        int shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) - Sub);
    }

    private static long UpperEnd(int bucket)
    {
        if (bucket < Sub) return bucket;
        int shift = (bucket >> SubBits) - 1;
        return (((bucket & (Sub - 1)) + Sub + 1L) << shift) - 1;
    }
}
