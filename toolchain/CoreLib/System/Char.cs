namespace System;

public readonly struct Char : IEquatable<char>
{
    public const char MaxValue = '\uffff';
    public const char MinValue = '\0';

    private readonly char _value;

    public bool Equals(char other) => _value == other;
}
