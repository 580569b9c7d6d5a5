namespace System;

public readonly struct Boolean : IEquatable<bool>
{
    private readonly bool _value;

    public bool Equals(bool other) => _value == other;
}
