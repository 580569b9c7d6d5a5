namespace System;

public readonly struct UInt64 : IEquatable<ulong>
{
    public const ulong MaxValue = 0xffffffffffffffff;
    public const ulong MinValue = 0;

    private readonly ulong _value;

    public bool Equals(ulong other) => _value == other;
}
