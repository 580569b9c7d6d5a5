namespace System;

public readonly struct UInt32 : IEquatable<uint>
{
    public const uint MaxValue = 0xffffffff;
    public const uint MinValue = 0;

    private readonly uint _value;

    public bool Equals(uint other) => _value == other;
}
