using System;
using System.Numerics;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class CounterExtensionsTests
{
    private static readonly ulong[] Frequencies = [1_000_000, 1_000_003, 13_000_000, 19_200_000, 24_000_000, 54_000_000, 62_500_000, 1_000_000_000, uint.MaxValue];

    private static readonly ulong[] Extremes =
    [
        0, 1, 999_999, 1_000_000, 1_000_001, int.MaxValue, uint.MaxValue - 1, uint.MaxValue, 1ul + uint.MaxValue, long.MaxValue, 1ul << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    [Fact]
    public void Both_conversions_are_what_unbounded_numbers_say_and_end_at_64_bits()
    {
        const int Seed = 20;
        Random random = new(Seed);
        foreach (ulong frequency in Frequencies)
        {
            FakeCounter counter = new() { FrequencyHz = frequency };
            foreach (ulong value in Extremes) Check(counter, value);
            for (int i = 0; i < 2000; i++) Check(counter, (ulong)random.NextInt64() >> random.Next(64));
        }
    }

    private static void Check(FakeCounter counter, ulong value)
    {
        BigInteger ticks = new BigInteger(value) * counter.FrequencyHz / 1_000_000;
        BigInteger microseconds = new BigInteger(value) * 1_000_000 / counter.FrequencyHz;
        Assert.Equal((ulong)BigInteger.Min(ticks, ulong.MaxValue), counter.Microseconds(value).Value);
        Assert.Equal((ulong)BigInteger.Min(microseconds, ulong.MaxValue), counter.ToMicroseconds(new Cycles(value)));
    }
}
