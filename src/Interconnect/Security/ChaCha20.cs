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
    private const int FirstNonceWord = 12;

    private ChaChaWords _state;
    private ChaChaWords _block;
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
        (_state.W12, _state.W13, _state.W14, _state.W15) = (block, nonceLow, nonceMiddle, nonceHigh);
        _used = BlockBytes;
    }

    /// <summary>A key that follows from another and 128 bits: HChaCha20 (draft-irtf-cfrg-xchacha-03, 2.2).</summary>
    /// <param name="key">Eight words.</param>
    /// <param name="salt">Four words.</param>
    /// <param name="derived">Gets eight words.</param>
    public static void Derive(ReadOnlySpan<uint> key, ReadOnlySpan<uint> salt, Span<uint> derived)
    {
        ChaChaWords state = default;
        Begin(ref state, key);
        salt.CopyTo(state.Span[FirstNonceWord..]);
        ChaChaWords mixed = Mix(in state);
        mixed.Span[..FirstKeyWord].CopyTo(derived);
        mixed.Span[FirstNonceWord..].CopyTo(derived[FirstKeyWord..]);
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
            Xor(MemoryMarshal.AsBytes(_block.Span).Slice(_used, bytes), from.Slice(done, bytes), to.Slice(done, bytes));
            _used += bytes;
            done += bytes;
        }
    }

    /// <summary>Goes on with the next block.</summary>
    public void SkipToBlock() => _used = BlockBytes;

    private static void Begin(ref ChaChaWords state, ReadOnlySpan<uint> key)
    {
        // "expand 32-byte k".
        (state.W0, state.W1, state.W2, state.W3) = (0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574);
        key[..KeyWords].CopyTo(state.Span[FirstKeyWord..]);
    }

    private void MakeBlock()
    {
        _block = Mix(in _state);
        Span<uint> block = _block.Span;
        Span<uint> state = _state.Span;
        for (int i = 0; i < block.Length; i++) block[i] += state[i];
        _state.W12++;
        _used = 0;
    }

    private static ChaChaWords Mix(in ChaChaWords from)
    {
        uint x0 = from.W0, x1 = from.W1, x2 = from.W2, x3 = from.W3, x4 = from.W4, x5 = from.W5, x6 = from.W6, x7 = from.W7;
        uint x8 = from.W8, x9 = from.W9, x10 = from.W10, x11 = from.W11, x12 = from.W12, x13 = from.W13, x14 = from.W14, x15 = from.W15;
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
        ChaChaWords to = default;
        (to.W0, to.W1, to.W2, to.W3, to.W4, to.W5, to.W6, to.W7) = (x0, x1, x2, x3, x4, x5, x6, x7);
        (to.W8, to.W9, to.W10, to.W11, to.W12, to.W13, to.W14, to.W15) = (x8, x9, x10, x11, x12, x13, x14, x15);
        return to;
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
        ReadOnlySpan<ulong> leftWords = MemoryMarshal.Cast<byte, ulong>(left);
        ReadOnlySpan<ulong> rightWords = MemoryMarshal.Cast<byte, ulong>(right);
        Span<ulong> toWords = MemoryMarshal.Cast<byte, ulong>(to);
        for (int i = 0; i < toWords.Length; i++) toWords[i] = leftWords[i] ^ rightWords[i];
        for (int i = toWords.Length * sizeof(ulong); i < to.Length; i++) to[i] = (byte)(left[i] ^ right[i]);
    }
}
