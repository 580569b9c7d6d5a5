using System;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>How long remote faults took, from a histogram whose buckets are at most an eighth of their value wide: each figure is a bucket's start.</summary>
/// <param name="Count">How many.</param>
/// <param name="Minimum">The shortest, in microseconds.</param>
/// <param name="Median">Half took no longer.</param>
/// <param name="P90">Nine in ten took no longer.</param>
/// <param name="P99">99 in 100 took no longer.</param>
public sealed record LatencySummary(ulong Count, ulong Minimum, ulong Median, ulong P90, ulong P99)
{
    /// <summary>Summarises a histogram; null if it is empty.</summary>
    public static LatencySummary? Of(ReadOnlySpan<ulong> histogram)
    {
        ulong count = 0;
        foreach (ulong bucket in histogram) count += bucket;
        if (count == 0) return null;
        return new LatencySummary(count, At(histogram, 1), At(histogram, (count + 1) / 2), At(histogram, ((count * 90) + 99) / 100), At(histogram, ((count * 99) + 99) / 100));
    }

    // The bucket that holds the rank-th shortest.
    private static ulong At(ReadOnlySpan<ulong> histogram, ulong rank)
    {
        ulong seen = 0;
        for (int bucket = 0; bucket < histogram.Length; bucket++)
        {
            seen += histogram[bucket];
            if (seen >= rank) return NodeCounters.LatencyBucketStart(bucket);
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
