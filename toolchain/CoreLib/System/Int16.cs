namespace System;

public readonly struct Int16 : IEquatable<short>
{
    public const short MaxValue = 0x7fff;
    public const short MinValue = -0x8000;

    private readonly short _value;

    public bool Equals(short other) => _value == other;
}
