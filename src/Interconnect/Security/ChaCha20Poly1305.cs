using System;
using System.Buffers.Binary;

namespace Pilevisor.Interconnect;

/// <summary>
/// ChaCha20-Poly1305 (RFC 8439, 2.8) of one text, in pieces: first all associated data, then the text as it is sealed, then the tag. This code seals on a machine without a library; the host's tests hold it to the framework's.
/// </summary>
internal struct ChaCha20Poly1305
{
    private ChaCha20 _stream;
    private Poly1305 _mac;
    private ulong _associatedBytes;
    private ulong _textBytes;

    /// <summary>Begins with a key of eight words and a nonce of 96 bits, which is for one text only.</summary>
    public ChaCha20Poly1305(ReadOnlySpan<uint> key, uint nonceLow, uint nonceMiddle, uint nonceHigh)
    {
        _stream = new ChaCha20(key, 0, nonceLow, nonceMiddle, nonceHigh);

        // Half of the stream's first block is the authenticator's key; the text's begins with the second.
        Span<byte> oneTimeKey = stackalloc byte[Poly1305.KeyBytes];
        oneTimeKey.Clear();
        _stream.Apply(oneTimeKey, oneTimeKey);
        _stream.SkipToBlock();
        _mac = new Poly1305(oneTimeKey);
    }

    /// <summary>What is not sealed but belongs to the text goes on with <paramref name="data"/>.</summary>
    public void Associate(ReadOnlySpan<byte> data)
    {
        _mac.Add(data);
        _associatedBytes += (ulong)data.Length;
    }

    /// <summary>The text as it is sealed goes on with <paramref name="sealedText"/>.</summary>
    public void Authenticate(ReadOnlySpan<byte> sealedText)
    {
        if (_textBytes == 0) _mac.Pad();
        _mac.Add(sealedText);
        _textBytes += (ulong)sealedText.Length;
    }

    /// <summary>Seals the next piece of the text, or opens it.</summary>
    /// <param name="from">The piece.</param>
    /// <param name="to">As long; may be the same.</param>
    public void Apply(ReadOnlySpan<byte> from, Span<byte> to) => _stream.Apply(from, to);

    /// <summary>All has been authenticated.</summary>
    /// <param name="tag">Gets the tag: 16 bytes.</param>
    public void Finish(Span<byte> tag)
    {
        _mac.Pad();
        Span<byte> lengths = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(lengths, _associatedBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(lengths[sizeof(ulong)..], _textBytes);
        _mac.Add(lengths);
        _mac.Finish(tag);
    }
}
