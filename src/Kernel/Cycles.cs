using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>A point or a length of time in ticks of the system counter (CNTPCT_EL0). Its rate is <see cref="ICounter.FrequencyHz"/>.</summary>
/// <param name="Value">Ticks.</param>
public readonly struct Cycles(ulong Value)
{
    /// <summary>A deadline that is never reached.</summary>
    public static Cycles Never => new(ulong.MaxValue);

    /// <summary>Ticks.</summary>
    public ulong Value { get; } = Value;

    /// <summary>The sum, in ticks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Cycles operator +(Cycles left, Cycles right) => new(left.Value + right.Value);

    /// <summary>The difference, in ticks; <paramref name="left"/> must not be the earlier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Cycles operator -(Cycles left, Cycles right) => new(left.Value - right.Value);

    /// <summary>Whether <paramref name="left"/> is earlier or shorter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(Cycles left, Cycles right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is later or longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >(Cycles left, Cycles right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <=(Cycles left, Cycles right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >=(Cycles left, Cycles right) => left.Value >= right.Value;
}
