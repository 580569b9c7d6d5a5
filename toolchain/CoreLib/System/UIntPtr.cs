namespace System;

public readonly unsafe struct UIntPtr : IEquatable<nuint>
{
    private readonly nuint _value;

    public static nuint Zero => 0;

    public static int Size => sizeof(nuint);

    public bool Equals(nuint other) => _value == other;
}
