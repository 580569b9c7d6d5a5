namespace System;

public readonly struct Int64 : IEquatable<long>
{
    public const long MaxValue = 0x7fffffffffffffff;
    public const long MinValue = unchecked((long)0x8000000000000000);

    private readonly long _value;

    public bool Equals(long other) => _value == other;
}
