namespace System;

/// <summary>Known to the compiler; there is no floating-point arithmetic at EL2.</summary>
public readonly struct Double
{
    private readonly double _value;
}
