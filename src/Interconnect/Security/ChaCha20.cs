using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// The ChaCha20 key stream (RFC 8439, 2.3 and 2.4) from one of its blocks on, xored to texts as they come. What it does depends on the lengths of the texts alone: no branch and no address on key or text.
/// </summary>
internal struct ChaCha20
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64;

    /// <summary>Words of a key.</summary>
    public const int KeyWords = 8;

    private const int DoubleRounds = 10;
    private const int FirstKeyWord = 4;
    private const int CounterWord = 12;

    private Words _state;
    private Words _block;
    private int _used;

    /// <summary>The stream of <paramref name="key"/> and a nonce of 96 bits.</summary>
    /// <param name="key">Eight words.</param>
    /// <param name="block">The number of the first block.</param>
    /// <param name="nonceLow">The nonce's first word.</param>
    /// <param name="nonceMiddle">Its second.</param>
    /// <param name="nonceHigh">Its third.</param>
    public ChaCha20(ReadOnlySpan<uint> key, uint block, uint nonceLow, uint nonceMiddle, uint nonceHigh)
    {
        Begin(ref _state, key);
        _state[CounterWord] = block;
        _state[13] = nonceLow;
        _state[14] = nonceMiddle;
        _state[15] = nonceHigh;
        _used = BlockBytes;
    }

    /// <summary>A key that follows from another and 128 bits: HChaCha20 (draft-irtf-cfrg-xchacha-03, 2.2).</summary>
    /// <param name="key">Eight words.</param>
    /// <param name="salt">Four words.</param>
    /// <param name="derived">Gets eight words.</param>
    public static void Derive(ReadOnlySpan<uint> key, ReadOnlySpan<uint> salt, Span<uint> derived)
    {
        Words state = default;
        Begin(ref state, key);
        salt.CopyTo(((Span<uint>)state)[CounterWord..]);
        Words mixed = default;
        Mix(in state, ref mixed);
        ((ReadOnlySpan<uint>)mixed)[..FirstKeyWord].CopyTo(derived);
        ((ReadOnlySpan<uint>)mixed)[CounterWord..].CopyTo(derived[FirstKeyWord..]);
    }

    /// <summary>Xors the stream's next bytes to <paramref name="from"/>. What is left of a block goes to the next text.</summary>
    /// <param name="from">The text.</param>
    /// <param name="to">As long; may be the same.</param>
    public void Apply(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (int done = 0; done < from.Length;)
        {
            if (_used == BlockBytes) MakeBlock();
            int bytes = Math.Min(from.Length - done, BlockBytes - _used);
            Xor(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)_block).Slice(_used, bytes), from.Slice(done, bytes), to.Slice(done, bytes));
            _used += bytes;
            done += bytes;
        }
    }

    /// <summary>Goes on with the next block.</summary>
    public void SkipToBlock() => _used = BlockBytes;

    private static void Begin(ref Words state, ReadOnlySpan<uint> key)
    {
        // "expand 32-byte k".
        state[0] = 0x6170_7865;
        state[1] = 0x3320_646e;
        state[2] = 0x7962_2d32;
        state[3] = 0x6b20_6574;
        key[..KeyWords].CopyTo(((Span<uint>)state)[FirstKeyWord..]);
    }

    private void MakeBlock()
    {
        Mix(in _state, ref _block);
        for (int i = 0; i < BlockBytes / sizeof(uint); i++) _block[i] += _state[i];
        _state[CounterWord]++;
        _used = 0;
    }

    private static void Mix(in Words from, ref Words to)
    {
        uint x0 = from[0], x1 = from[1], x2 = from[2], x3 = from[3], x4 = from[4], x5 = from[5], x6 = from[6], x7 = from[7];
        uint x8 = from[8], x9 = from[9], x10 = from[10], x11 = from[11], x12 = from[12], x13 = from[13], x14 = from[14], x15 = from[15];
        for (int i = 0; i < DoubleRounds; i++)
        {
            QuarterRound(ref x0, ref x4, ref x8, ref x12);
            QuarterRound(ref x1, ref x5, ref x9, ref x13);
            QuarterRound(ref x2, ref x6, ref x10, ref x14);
            QuarterRound(ref x3, ref x7, ref x11, ref x15);
            QuarterRound(ref x0, ref x5, ref x10, ref x15);
            QuarterRound(ref x1, ref x6, ref x11, ref x12);
            QuarterRound(ref x2, ref x7, ref x8, ref x13);
            QuarterRound(ref x3, ref x4, ref x9, ref x14);
        }
        (to[0], to[1], to[2], to[3], to[4], to[5], to[6], to[7]) = (x0, x1, x2, x3, x4, x5, x6, x7);
        (to[8], to[9], to[10], to[11], to[12], to[13], to[14], to[15]) = (x8, x9, x10, x11, x12, x13, x14, x15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }

    private static void Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        int i = 0;
        for (; i <= to.Length - sizeof(ulong); i += sizeof(ulong)) MemoryMarshal.Write(to[i..], MemoryMarshal.Read<ulong>(left[i..]) ^ MemoryMarshal.Read<ulong>(right[i..]));
        for (; i < to.Length; i++) to[i] = (byte)(left[i] ^ right[i]);
    }

    [InlineArray(BlockBytes / sizeof(uint))]
    private struct Words
    {
        private uint _first;
    }
}
