namespace System;

public static class Math
{
    public static sbyte Min(sbyte val1, sbyte val2) => val1 <= val2 ? val1 : val2;

    public static sbyte Max(sbyte val1, sbyte val2) => val1 >= val2 ? val1 : val2;

    public static byte Min(byte val1, byte val2) => val1 <= val2 ? val1 : val2;

    public static byte Max(byte val1, byte val2) => val1 >= val2 ? val1 : val2;

    public static short Min(short val1, short val2) => val1 <= val2 ? val1 : val2;

    public static short Max(short val1, short val2) => val1 >= val2 ? val1 : val2;

    public static ushort Min(ushort val1, ushort val2) => val1 <= val2 ? val1 : val2;

    public static ushort Max(ushort val1, ushort val2) => val1 >= val2 ? val1 : val2;

    public static int Min(int val1, int val2) => val1 <= val2 ? val1 : val2;

    public static int Max(int val1, int val2) => val1 >= val2 ? val1 : val2;

    public static uint Min(uint val1, uint val2) => val1 <= val2 ? val1 : val2;

    public static uint Max(uint val1, uint val2) => val1 >= val2 ? val1 : val2;

    public static long Min(long val1, long val2) => val1 <= val2 ? val1 : val2;

    public static long Max(long val1, long val2) => val1 >= val2 ? val1 : val2;

    public static ulong Min(ulong val1, ulong val2) => val1 <= val2 ? val1 : val2;

    public static ulong Max(ulong val1, ulong val2) => val1 >= val2 ? val1 : val2;

    public static nint Min(nint val1, nint val2) => val1 <= val2 ? val1 : val2;

    public static nint Max(nint val1, nint val2) => val1 >= val2 ? val1 : val2;

    public static nuint Min(nuint val1, nuint val2) => val1 <= val2 ? val1 : val2;

    public static nuint Max(nuint val1, nuint val2) => val1 >= val2 ? val1 : val2;

    public static int Clamp(int value, int min, int max)
    {
        if (min > max) throw new ArgumentException("The minimum of a clamp is above its maximum.");
        return value < min ? min : value > max ? max : value;
    }

    public static (int Quotient, int Remainder) DivRem(int left, int right)
    {
        int quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static uint Clamp(uint value, uint min, uint max)
    {
        if (min > max) throw new ArgumentException("The minimum of a clamp is above its maximum.");
        return value < min ? min : value > max ? max : value;
    }

    public static (uint Quotient, uint Remainder) DivRem(uint left, uint right)
    {
        uint quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static long Clamp(long value, long min, long max)
    {
        if (min > max) throw new ArgumentException("The minimum of a clamp is above its maximum.");
        return value < min ? min : value > max ? max : value;
    }

    public static (long Quotient, long Remainder) DivRem(long left, long right)
    {
        long quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static ulong Clamp(ulong value, ulong min, ulong max)
    {
        if (min > max) throw new ArgumentException("The minimum of a clamp is above its maximum.");
        return value < min ? min : value > max ? max : value;
    }

    public static (ulong Quotient, ulong Remainder) DivRem(ulong left, ulong right)
    {
        ulong quotient = left / right;
        return (quotient, left - (quotient * right));
    }

    public static int Abs(int value) => value >= 0 ? value : checked(-value);

    public static long Abs(long value) => value >= 0 ? value : checked(-value);

    /// <summary>The 128-bit product: its high half is returned, its low half goes to <paramref name="low"/>.</summary>
    public static ulong BigMul(ulong a, ulong b, out ulong low)
    {
        ulong al = (uint)a, ah = a >> 32, bl = (uint)b, bh = b >> 32;
        ulong mull = al * bl;
        ulong t = (ah * bl) + (mull >> 32);
        ulong tl = (al * bh) + (uint)t;
        low = (tl << 32) | (uint)mull;
        return (ah * bh) + (t >> 32) + (tl >> 32);
    }

    // ILC asks for these by name wherever a conversion is checked; only one of a floating-point number would call them.
    private static int ConvertToInt32Checked(double value) => throw new NotSupportedException("There is no floating-point arithmetic at EL2.");

    private static uint ConvertToUInt32Checked(double value) => throw new NotSupportedException("There is no floating-point arithmetic at EL2.");

    private static long ConvertToInt64Checked(double value) => throw new NotSupportedException("There is no floating-point arithmetic at EL2.");

    private static ulong ConvertToUInt64Checked(double value) => throw new NotSupportedException("There is no floating-point arithmetic at EL2.");
}
