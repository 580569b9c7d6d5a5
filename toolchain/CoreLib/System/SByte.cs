namespace System;

public readonly struct SByte : IEquatable<sbyte>
{
    public const sbyte MaxValue = 127;
    public const sbyte MinValue = -128;

    private readonly sbyte _value;

    public bool Equals(sbyte other) => _value == other;
}
