using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Checks;

internal static class BinaryChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("binary.little-endian", LittleEndian());
        report.Add("binary.big-endian", BigEndian());
        report.Add("binary.reverse", Reverse());
        report.Add("binary.marshal", Marshal());
        report.Add("binary.cast", Cast());
    }

    private static ulong LittleEndian()
    {
        Digest digest = default;
        byte[] bytes = Sample.Bytes(24);
        for (int i = 0; i < 16; i++)
        {
            Span<byte> place = bytes.AsSpan(i);
            digest.Add((ulong)BinaryPrimitives.ReadUInt16LittleEndian(place));
            digest.Add((long)BinaryPrimitives.ReadInt16LittleEndian(place));
            digest.Add((ulong)BinaryPrimitives.ReadUInt32LittleEndian(place));
            digest.Add((long)BinaryPrimitives.ReadInt32LittleEndian(place));
            digest.Add(BinaryPrimitives.ReadUInt64LittleEndian(place));
            digest.Add(BinaryPrimitives.ReadInt64LittleEndian(place));
            BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(i * 257));
            BinaryPrimitives.WriteUInt32LittleEndian(place[2..], (uint)i * 0x01020304);
            BinaryPrimitives.WriteUInt64LittleEndian(place, (ulong)i * 0x0102030405060708);
            digest.Add(bytes);
        }
        return digest.Value;
    }

    private static ulong BigEndian()
    {
        Digest digest = default;
        byte[] bytes = Sample.Bytes(24);
        for (int i = 0; i < 16; i++)
        {
            Span<byte> place = bytes.AsSpan(i);
            digest.Add((ulong)BinaryPrimitives.ReadUInt16BigEndian(place));
            digest.Add((long)BinaryPrimitives.ReadInt16BigEndian(place));
            digest.Add((ulong)BinaryPrimitives.ReadUInt32BigEndian(place));
            digest.Add((long)BinaryPrimitives.ReadInt32BigEndian(place));
            digest.Add(BinaryPrimitives.ReadUInt64BigEndian(place));
            digest.Add(BinaryPrimitives.ReadInt64BigEndian(place));
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)(i * 259));
            BinaryPrimitives.WriteInt32BigEndian(place[2..], i * 0x01020304);
            BinaryPrimitives.WriteUInt64BigEndian(place, (ulong)i * 0x0102030405060708);
            digest.Add(bytes);
        }
        return digest.Value;
    }

    private static ulong Reverse()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            digest.Add(BinaryPrimitives.ReverseEndianness(number));
            digest.Add((ulong)BinaryPrimitives.ReverseEndianness((uint)number));
            digest.Add((ulong)BinaryPrimitives.ReverseEndianness((ushort)number));
            digest.Add(BinaryPrimitives.ReverseEndianness((long)number));
            digest.Add((long)BinaryPrimitives.ReverseEndianness((int)number));
            digest.Add((long)BinaryPrimitives.ReverseEndianness((short)number));
        }
        return digest.Value;
    }

    private static ulong Marshal()
    {
        Digest digest = default;
        byte[] bytes = Sample.Bytes(64);
        for (int i = 0; i < 40; i++)
        {
            Header header = MemoryMarshal.Read<Header>(bytes.AsSpan(i));
            digest.Add((ulong)header.Kind);
            digest.Add((ulong)header.Length);
            digest.Add(header.Sequence);
            header.Sequence += 3;
            MemoryMarshal.Write(bytes.AsSpan(i + 1), in header);
            MemoryMarshal.AsRef<ushort>(bytes.AsSpan(i & ~1)) ^= 0x55aa;
        }
        digest.Add(bytes);
        digest.Add(MemoryMarshal.TryRead(bytes.AsSpan(60), out ulong _));
        digest.Add(MemoryMarshal.TryWrite(bytes.AsSpan(57), 5ul));
        digest.Add(Unsafe.SizeOf<Header>());
        return digest.Value;
    }

    private static ulong Cast()
    {
        Digest digest = default;
        Span<byte> bytes = Sample.Bytes(43);
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        digest.Add(words.Length);
        foreach (ref uint word in words) word = (word << 3) | (word >> 29);
        digest.Add(bytes);
        digest.Add(MemoryMarshal.Cast<uint, Header>(words).Length);
        digest.Add(MemoryMarshal.AsBytes(words));
        Header header = new() { Kind = 3, Length = 4, Sequence = 5 };
        digest.Add(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in header, 1))[..8]);
        ref Header second = ref Unsafe.Add(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<uint, Header>(words)), 1);
        digest.Add(second.Sequence);
        return digest.Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Kind;
        public uint Length;
        public ulong Sequence;
    }
}
