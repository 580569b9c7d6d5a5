namespace System;

public readonly struct Byte : IEquatable<byte>
{
    public const byte MaxValue = 255;
    public const byte MinValue = 0;

    private readonly byte _value;

    public bool Equals(byte other) => _value == other;
}
