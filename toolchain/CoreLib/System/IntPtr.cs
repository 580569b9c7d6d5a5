namespace System;

public readonly unsafe struct IntPtr : IEquatable<nint>
{
    private readonly nint _value;

    public static readonly nint Zero;

    public static int Size => sizeof(nint);

    public bool Equals(nint other) => _value == other;
}
