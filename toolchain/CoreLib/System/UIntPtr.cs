namespace System;

public readonly unsafe struct UIntPtr : IEquatable<nuint>
{
    private readonly nuint _value;

    public static readonly nuint Zero;

    public static int Size => sizeof(nuint);

    public bool Equals(nuint other) => _value == other;
}
