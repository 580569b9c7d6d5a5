namespace Pilevisor.Kernel;

/// <summary>Conversions between the counter's ticks and units of time. What is more than 64 bits hold becomes the most they hold.</summary>
public static class CounterExtensions
{
    private const ulong MicrosecondsPerSecond = 1_000_000;

    /// <summary>How many ticks <paramref name="microseconds"/> are, rounded down; <see cref="Cycles.Never"/> if they are more than there are.</summary>
    public static Cycles Microseconds(this ICounter counter, ulong microseconds)
    {
        ulong frequency = counter.FrequencyHz;
        // CNTFRQ_EL0 has 32 bits, so that this product cannot wrap.
        if (microseconds <= uint.MaxValue) return new(frequency * microseconds / MicrosecondsPerSecond);
        ulong rest = microseconds % MicrosecondsPerSecond * frequency / MicrosecondsPerSecond;
        ulong seconds = microseconds / MicrosecondsPerSecond;
        return seconds > (ulong.MaxValue - rest) / frequency ? Cycles.Never : new((seconds * frequency) + rest);
    }

    /// <summary>How many whole microseconds <paramref name="length"/> is.</summary>
    public static ulong ToMicroseconds(this ICounter counter, Cycles length)
    {
        ulong seconds = length.Value / counter.FrequencyHz;
        ulong rest = length.Value % counter.FrequencyHz * MicrosecondsPerSecond / counter.FrequencyHz;
        return seconds > (ulong.MaxValue - rest) / MicrosecondsPerSecond ? ulong.MaxValue : (seconds * MicrosecondsPerSecond) + rest;
    }
}
