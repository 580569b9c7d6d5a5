using System.Runtime.CompilerServices;

namespace System;

public readonly struct Index : IEquatable<Index>
{
    private readonly int _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Index(int value, bool fromEnd = false)
    {
        if (value < 0) Fatal("value");
        _value = fromEnd ? ~value : value;
    }

    public static Index Start => new(0);

    public static Index End => new(0, fromEnd: true);

    public int Value => _value < 0 ? ~_value : _value;

    public bool IsFromEnd => _value < 0;

    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => _value < 0 ? _value + length + 1 : _value;

    public bool Equals(Index other) => _value == other._value;

    private static void Fatal(string paramName) => throw new ArgumentOutOfRangeException(paramName, "Non-negative number required.");
}
