using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Checks;

internal static class StructChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("struct.copies", Copies());
        report.Add("struct.inline-arrays", InlineArrays());
        report.Add("struct.inline-array-of-structs", InlineArrayOfStructs());
        report.Add("struct.explicit-layout", ExplicitLayout());
        report.Add("struct.tuples-and-nullables", TuplesAndNullables());
    }

    private static ulong Copies()
    {
        Digest digest = default;
        Words words = default;
        for (int i = 0; i < 33; i++) words[i] = (ulong)i * 0x0101010101;
        Words copy = words;
        words[5] = 1;
        copy = Rotate(copy);
        Words[] many = new Words[3];
        many[2] = copy;
        many[0] = words;
        many[1] = many[2];
        for (int i = 0; i < 33; i++) digest.Add(many[0][i] + (3 * many[1][i]));
        Small small = new() { Low = 1, High = 2, Tag = 3 };
        Small[] smalls = [small, default, Swap(small)];
        (smalls[0], smalls[2]) = (smalls[2], smalls[0]);
        foreach (Small item in smalls) digest.Add((item.Low * 100) + (item.High * 10) + item.Tag);
        return digest.Value;
    }

    private static Words Rotate(Words words)
    {
        ulong first = words[0];
        for (int i = 0; i < 32; i++) words[i] = words[i + 1];
        words[32] = first + 1;
        return words;
    }

    private static Small Swap(in Small small) => new() { Low = small.High, High = small.Low, Tag = small.Tag };

    private static ulong InlineArrays()
    {
        Digest digest = default;
        Bytes bytes = default;
        Span<byte> span = bytes;
        Sample.Bytes(19).CopyTo(span);
        digest.Add(bytes);
        ReadOnlySpan<byte> view = bytes;
        digest.Add(view[3..9]);
        foreach (byte item in bytes) digest.Add((ulong)item);
        digest.Add((ulong)bytes[18]);
        digest.Add(bytes[^2..]);
        ref byte fifth = ref bytes[5];
        fifth = 77;
        digest.Add((ulong)view[5]);
        return digest.Value;
    }

    private static ulong InlineArrayOfStructs()
    {
        Digest digest = default;
        Smalls smalls = default;
        for (uint i = 0; i < 7; i++) smalls[(int)i] = new Small { Low = i, High = i * i, Tag = (byte)i };
        smalls[3].High += 5;
        ref Small last = ref smalls[6];
        last.Low = smalls[3].High;
        foreach (ref readonly Small item in (ReadOnlySpan<Small>)smalls) digest.Add(item.Low + item.High + item.Tag);
        return digest.Value;
    }

    private static ulong ExplicitLayout()
    {
        Digest digest = default;
        Overlaid overlaid = new() { Whole = 0x1122334455667788 };
        digest.Add((ulong)overlaid.Low);
        digest.Add((ulong)overlaid.Byte5);
        overlaid.Byte5 = 0xee;
        digest.Add(overlaid.Whole);
        digest.Add(Unsafe.SizeOf<Overlaid>());
        digest.Add(Unsafe.SizeOf<Small>());
        digest.Add(Unsafe.SizeOf<Words>());
        return digest.Value;
    }

    private static ulong TuplesAndNullables()
    {
        Digest digest = default;
        (ulong first, uint second, bool third) = Three(9);
        digest.Add(first);
        digest.Add((ulong)second);
        digest.Add(third);
        for (int i = 0; i < 4; i++)
        {
            int? half = Half(i);
            digest.Add(half.HasValue);
            digest.Add(half ?? -1);
            digest.Add(half.GetValueOrDefault());
            digest.Add(half + 1 == 2);
        }
        return digest.Value;
    }

    private static (ulong First, uint Second, bool Third) Three(uint value) => (value + 1ul, value * 2, value > 3);

    private static int? Half(int value) => (value & 1) == 0 ? value / 2 : null;

    [InlineArray(33)]
    private struct Words
    {
        private ulong _first;
    }

    [InlineArray(19)]
    private struct Bytes
    {
        private byte _first;
    }

    [InlineArray(7)]
    private struct Smalls
    {
        private Small _first;
    }

    private struct Small
    {
        public ulong Low;
        public ulong High;
        public byte Tag;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlaid
    {
        [FieldOffset(0)]
        public ulong Whole;

        [FieldOffset(0)]
        public uint Low;

        [FieldOffset(5)]
        public byte Byte5;
    }
}
