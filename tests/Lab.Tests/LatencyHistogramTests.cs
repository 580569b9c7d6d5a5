using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pilevisor.Lab.Simulation;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>The histogram against sorting.</summary>
public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_are_within_a_bucket_of_the_true_ones() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(), ArbMap.Default.ArbFor<byte>(), (values, part) =>
        {
            LatencyHistogram histogram = new();
            long[] sorted = [.. values.Get.Select(value => (long)value.Get * value.Get).Order()];
            foreach (long value in sorted) histogram.Add(value);
            double quantile = part / 255.0;
            long exact = sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
            long found = histogram.Quantile(quantile);
            return found >= exact && found <= exact + (exact / 16) && histogram.Count == sorted.Length && histogram.MaximumNanoseconds == sorted[^1];
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_has_no_quantile() => Assert.Equal(0, new LatencyHistogram().Quantile(0.5));
}
