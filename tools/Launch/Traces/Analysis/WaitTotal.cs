using System;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>Accesses that had to wait.</summary>
/// <param name="Waits">How many.</param>
/// <param name="Nanoseconds">How long all of them together.</param>
public readonly record struct WaitTotal(long Waits, ulong Nanoseconds)
{
    /// <summary>Both together. What exceeds 64 bits of nanoseconds, which a trace may say, stays at the most there is.</summary>
    public static WaitTotal operator +(WaitTotal left, WaitTotal right) =>
        new(left.Waits + right.Waits, left.Nanoseconds > ulong.MaxValue - right.Nanoseconds ? ulong.MaxValue : left.Nanoseconds + right.Nanoseconds);

    /// <summary>What a record adds: nothing, if no access waited.</summary>
    public static WaitTotal Of(in TraceRecord record) => record.HasWaited ? new WaitTotal(1, record.WaitNanoseconds!.Value) : default;

    /// <summary>How long, in milliseconds.</summary>
    public double Milliseconds => Nanoseconds / 1e6;

    /// <summary>Its part of the time of <paramref name="whole"/>, 0 to 1; 0 of nothing.</summary>
    public double ShareOf(WaitTotal whole) => whole.Nanoseconds == 0 ? 0 : Math.Min(1, Nanoseconds / (double)whole.Nanoseconds);
}
