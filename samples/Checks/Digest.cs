using System;

namespace Pilevisor.Checks;

/// <summary>Folds what a check found into one value, in order.</summary>
public struct Digest
{
    private ulong _state;

    public readonly ulong Value => _state;

    public void Add(ulong value)
    {
        _state = (_state ^ value) * 0x9e3779b97f4a7c15;
        _state ^= _state >> 29;
    }

    public void Add(long value) => Add((ulong)value);

    public void Add(bool value) => Add(value ? 1ul : 2ul);

    public void Add(ReadOnlySpan<byte> values)
    {
        Add((ulong)values.Length);
        foreach (byte value in values) Add((ulong)value);
    }

    public void Add(ReadOnlySpan<char> values)
    {
        Add((ulong)values.Length);
        foreach (char value in values) Add((ulong)value);
    }

    public void Add(ReadOnlySpan<int> values)
    {
        Add((ulong)values.Length);
        foreach (int value in values) Add((long)value);
    }
}
