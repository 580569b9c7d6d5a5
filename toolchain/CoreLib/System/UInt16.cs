namespace System;

public readonly struct UInt16 : IEquatable<ushort>
{
    public const ushort MaxValue = 0xffff;
    public const ushort MinValue = 0;

    private readonly ushort _value;

    public bool Equals(ushort other) => _value == other;
}
