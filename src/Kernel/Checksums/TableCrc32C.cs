using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>CRC-32C by tables, eight bytes at a time (slicing by 8: Kounavis and Berry 2008): for a CPU without the instruction, and for the host.</summary>
public sealed class TableCrc32C : Crc32C
{
    // The polynomial 0x1edc6f41, its bits reversed: the lowest bit of a byte is the first.
    private const uint Polynomial = 0x82f6_3b78;
    private const int Slices = 8;

    // [slice, byte]: the check of the byte followed by as many zero bytes as the slice's number.
    private readonly uint[] _table = new uint[Slices << 8];

    /// <summary>Makes the tables: 8 KiB.</summary>
    public TableCrc32C()
    {
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            _table[value] = crc;
        }
        for (int i = 256; i < _table.Length; i++) _table[i] = WithByte(_table[i - 256], 0);
    }

    /// <inheritdoc/>
    public override uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) state = WithWord(word ^ state);
        foreach (byte value in bytes[(words.Length * sizeof(ulong))..]) state = WithByte(state, value);
        return ~state;
    }

    private uint WithByte(uint state, byte value) => (state >> 8) ^ _table[(byte)(state ^ value)];

    private uint WithWord(ulong word) =>
        Slice(7, word) ^ Slice(6, word >> 8) ^ Slice(5, word >> 16) ^ Slice(4, word >> 24)
        ^ Slice(3, word >> 32) ^ Slice(2, word >> 40) ^ Slice(1, word >> 48) ^ Slice(0, word >> 56);

    private uint Slice(int slice, ulong value) => _table[(slice << 8) + (byte)value];
}
