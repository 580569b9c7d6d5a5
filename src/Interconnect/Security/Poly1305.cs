using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// The one-time authenticator Poly1305 (RFC 8439, 2.5): a polynomial in the key's first half at 2^130 - 5, of the text's blocks of 16 bytes, and the key's second half added. Numbers have five limbs of 26 bits, as in A. Moon's
/// poly1305-donna. What it does depends on the lengths of the texts alone.
/// </summary>
internal struct Poly1305
{
    /// <summary>Bytes of a key, which is for one text only.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of a tag.</summary>
    public const int TagBytes = 16;

    private const int BlockBytes = 16;
    private const int LimbBits = 26;
    private const uint LimbMask = (1u << LimbBits) - 1;

    // 2^128 in the highest limb: the bit behind each whole block.
    private const uint WholeBlock = 1u << 24;

    private readonly uint _r0, _r1, _r2, _r3, _r4;
    private readonly ulong _padLow, _padHigh;
    private uint _h0, _h1, _h2, _h3, _h4;
    private Pending _pending;
    private int _pendingBytes;

    /// <summary>Begins with a key of <see cref="KeyBytes"/>.</summary>
    public Poly1305(ReadOnlySpan<byte> key)
    {
        // The mask is the specification's ("clamp").
        (_r0, _r1, _r2, _r3, _r4) = (Limb(key, 0, 0) & 0x3ff_ffff, Limb(key, 3, 2) & 0x3ff_ff03, Limb(key, 6, 4) & 0x3ff_c0ff, Limb(key, 9, 6) & 0x3f0_3fff, Limb(key, 12, 8) & 0x00f_ffff);
        _padLow = BinaryPrimitives.ReadUInt64LittleEndian(key[BlockBytes..]);
        _padHigh = BinaryPrimitives.ReadUInt64LittleEndian(key[(BlockBytes + sizeof(ulong))..]);
    }

    /// <summary>The text goes on with <paramref name="text"/>.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (_pendingBytes != 0)
        {
            int bytes = Math.Min(text.Length, BlockBytes - _pendingBytes);
            text[..bytes].CopyTo(((Span<byte>)_pending)[_pendingBytes..]);
            _pendingBytes += bytes;
            text = text[bytes..];
            if (_pendingBytes < BlockBytes) return;
            AddBlocks(_pending, WholeBlock);
        }
        int whole = text.Length & ~(BlockBytes - 1);
        AddBlocks(text[..whole], WholeBlock);
        text[whole..].CopyTo(_pending);
        _pendingBytes = text.Length - whole;
    }

    /// <summary>The text goes on with as many zeros as fill a block, if one has begun.</summary>
    public void Pad()
    {
        if (_pendingBytes == 0) return;
        ((Span<byte>)_pending)[_pendingBytes..].Clear();
        AddBlocks(_pending, WholeBlock);
        _pendingBytes = 0;
    }

    /// <summary>The text has ended.</summary>
    /// <param name="tag">Gets <see cref="TagBytes"/>.</param>
    public void Finish(Span<byte> tag)
    {
        if (_pendingBytes != 0)
        {
            _pending[_pendingBytes] = 1;
            ((Span<byte>)_pending)[(_pendingBytes + 1)..].Clear();
            AddBlocks(_pending, 0);
        }
        Carry();
        Reduce();
        ulong low = _h0 | ((ulong)_h1 << LimbBits) | ((ulong)_h2 << (2 * LimbBits));
        ulong high = (_h2 >> 12) | ((ulong)_h3 << 14) | ((ulong)_h4 << 40);
        ulong sum = low + _padLow;
        ulong carry = ((low & _padLow) | ((low | _padLow) & ~sum)) >> 63;
        BinaryPrimitives.WriteUInt64LittleEndian(tag, sum);
        BinaryPrimitives.WriteUInt64LittleEndian(tag[sizeof(ulong)..], high + _padHigh + carry);
    }

    private static uint Limb(ReadOnlySpan<byte> block, int offset, int shift) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]) >> shift;

    private void AddBlocks(ReadOnlySpan<byte> text, uint end)
    {
        uint r0 = _r0, r1 = _r1, r2 = _r2, r3 = _r3, r4 = _r4;

        // What is carried out of the highest limb counts fivefold in the lowest, since 2^130 is 5.
        uint s1 = r1 * 5, s2 = r2 * 5, s3 = r3 * 5, s4 = r4 * 5;
        uint h0 = _h0, h1 = _h1, h2 = _h2, h3 = _h3, h4 = _h4;
        for (; !text.IsEmpty; text = text[BlockBytes..])
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(text);
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(text[sizeof(ulong)..]);
            h0 += (uint)low & LimbMask;
            h1 += (uint)(low >> LimbBits) & LimbMask;
            h2 += (uint)((low >> (2 * LimbBits)) | (high << 12)) & LimbMask;
            h3 += (uint)(high >> 14) & LimbMask;
            h4 += (uint)(high >> 40) | end;

            ulong d0 = ((ulong)h0 * r0) + ((ulong)h1 * s4) + ((ulong)h2 * s3) + ((ulong)h3 * s2) + ((ulong)h4 * s1);
            ulong d1 = ((ulong)h0 * r1) + ((ulong)h1 * r0) + ((ulong)h2 * s4) + ((ulong)h3 * s3) + ((ulong)h4 * s2);
            ulong d2 = ((ulong)h0 * r2) + ((ulong)h1 * r1) + ((ulong)h2 * r0) + ((ulong)h3 * s4) + ((ulong)h4 * s3);
            ulong d3 = ((ulong)h0 * r3) + ((ulong)h1 * r2) + ((ulong)h2 * r1) + ((ulong)h3 * r0) + ((ulong)h4 * s4);
            ulong d4 = ((ulong)h0 * r4) + ((ulong)h1 * r3) + ((ulong)h2 * r2) + ((ulong)h3 * r1) + ((ulong)h4 * r0);

            d1 += d0 >> LimbBits;
            d2 += d1 >> LimbBits;
            d3 += d2 >> LimbBits;
            d4 += d3 >> LimbBits;
            ulong lowest = ((uint)d0 & LimbMask) + ((d4 >> LimbBits) * 5);
            h0 = (uint)lowest & LimbMask;
            h1 = ((uint)d1 & LimbMask) + (uint)(lowest >> LimbBits);
            h2 = (uint)d2 & LimbMask;
            h3 = (uint)d3 & LimbMask;
            h4 = (uint)d4 & LimbMask;
        }
        (_h0, _h1, _h2, _h3, _h4) = (h0, h1, h2, h3, h4);
    }

    // Leaves less than 2^26 in every limb.
    private void Carry()
    {
        for (int i = 0; i < 2; i++)
        {
            _h2 += _h1 >> LimbBits;
            _h1 &= LimbMask;
            _h3 += _h2 >> LimbBits;
            _h2 &= LimbMask;
            _h4 += _h3 >> LimbBits;
            _h3 &= LimbMask;
            _h0 += (_h4 >> LimbBits) * 5;
            _h4 &= LimbMask;
            _h1 += _h0 >> LimbBits;
            _h0 &= LimbMask;
        }
    }

    // Subtracts 2^130 - 5 if that is not more: adding 5 then carries out of the highest limb.
    private void Reduce()
    {
        uint g0 = _h0 + 5;
        uint g1 = _h1 + (g0 >> LimbBits);
        uint g2 = _h2 + (g1 >> LimbBits);
        uint g3 = _h3 + (g2 >> LimbBits);
        uint g4 = _h4 + (g3 >> LimbBits);
        uint mask = (0 - (g4 >> LimbBits)) & LimbMask;
        _h0 = (_h0 & ~mask) | (g0 & mask);
        _h1 = (_h1 & ~mask) | (g1 & mask);
        _h2 = (_h2 & ~mask) | (g2 & mask);
        _h3 = (_h3 & ~mask) | (g3 & mask);
        _h4 = (_h4 & ~mask) | (g4 & mask);
    }

    [InlineArray(BlockBytes)]
    private struct Pending
    {
        private byte _first;
    }
}
