namespace Pilevisor.Kernel;

/// <summary>Conversions between the counter's ticks and units of time.</summary>
public static class CounterExtensions
{
    /// <summary>How many ticks <paramref name="microseconds"/> are, rounded down.</summary>
    public static Cycles Microseconds(this ICounter counter, ulong microseconds) => new(counter.FrequencyHz * microseconds / 1_000_000);

    /// <summary>How many whole microseconds <paramref name="length"/> is.</summary>
    public static ulong ToMicroseconds(this ICounter counter, Cycles length)
    {
        ulong seconds = length.Value / counter.FrequencyHz;
        ulong rest = length.Value % counter.FrequencyHz;
        return (seconds * 1_000_000) + (rest * 1_000_000 / counter.FrequencyHz);
    }
}
