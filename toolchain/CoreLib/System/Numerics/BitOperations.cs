using System.Runtime.CompilerServices;

namespace System.Numerics;

/// <summary>The code generator knows the intrinsics (CLZ, RBIT, ROR, CNT); the bodies say what they mean and serve where it does not expand them.</summary>
public static class BitOperations
{
    public static bool IsPow2(int value) => (value & (value - 1)) == 0 && value > 0;

    public static bool IsPow2(uint value) => (value & (value - 1)) == 0 && value != 0;

    public static bool IsPow2(long value) => (value & (value - 1)) == 0 && value > 0;

    public static bool IsPow2(ulong value) => (value & (value - 1)) == 0 && value != 0;

    /// <summary>0 for 0 and for what is above the largest power.</summary>
    public static uint RoundUpToPowerOf2(uint value) => (uint)(0x1_0000_0000ul >> LeadingZeroCount(value - 1));

    /// <summary>0 for 0 and for what is above the largest power.</summary>
    public static ulong RoundUpToPowerOf2(ulong value)
    {
        int shift = 64 - LeadingZeroCount(value - 1);
        return (1ul ^ ((ulong)shift >> 6)) << shift;
    }

    [Intrinsic]
    public static int LeadingZeroCount(uint value)
    {
        int count = 32;
        for (; value != 0; value >>= 1) count--;
        return count;
    }

    [Intrinsic]
    public static int LeadingZeroCount(ulong value)
    {
        int count = 64;
        for (; value != 0; value >>= 1) count--;
        return count;
    }

    [Intrinsic]
    public static int TrailingZeroCount(uint value) => value == 0 ? 32 : 31 - LeadingZeroCount(value & (0 - value));

    [Intrinsic]
    public static int TrailingZeroCount(ulong value) => value == 0 ? 64 : 63 - LeadingZeroCount(value & (0 - value));

    [Intrinsic]
    public static int TrailingZeroCount(int value) => TrailingZeroCount((uint)value);

    [Intrinsic]
    public static int TrailingZeroCount(long value) => TrailingZeroCount((ulong)value);

    [Intrinsic]
    public static int Log2(uint value) => 31 ^ LeadingZeroCount(value | 1);

    [Intrinsic]
    public static int Log2(ulong value) => 63 ^ LeadingZeroCount(value | 1);

    [Intrinsic]
    public static int PopCount(uint value) => PopCount((ulong)value);

    [Intrinsic]
    public static int PopCount(ulong value)
    {
        value -= (value >> 1) & 0x5555555555555555;
        value = (value & 0x3333333333333333) + ((value >> 2) & 0x3333333333333333);
        value = (value + (value >> 4)) & 0x0f0f0f0f0f0f0f0f;
        return (int)((value * 0x0101010101010101) >> 56);
    }

    [Intrinsic]
    public static uint RotateLeft(uint value, int offset) => (value << offset) | (value >> (32 - offset));

    [Intrinsic]
    public static ulong RotateLeft(ulong value, int offset) => (value << offset) | (value >> (64 - offset));

    [Intrinsic]
    public static uint RotateRight(uint value, int offset) => (value >> offset) | (value << (32 - offset));

    [Intrinsic]
    public static ulong RotateRight(ulong value, int offset) => (value >> offset) | (value << (64 - offset));
}
