using System;
using System.Buffers.Binary;

namespace Pilevisor.Interconnect;

/// <summary>The key that a cluster's nodes share: 256 bits. Whoever has it is trusted like any of them.</summary>
public sealed class ClusterKey
{
    /// <summary>Hexadecimal digits of a key in a file.</summary>
    public const int Digits = ChaCha20.KeyWords * sizeof(uint) * 2;

    /// <summary>What its file is called in the archive that a machine boots with.</summary>
    public static ReadOnlySpan<byte> FileName => "key"u8;

    private readonly SessionKey _words;

    private ClusterKey(in SessionKey words) => _words = words;

    /// <summary>Reads a key from what a file holds: <see cref="Digits"/> hexadecimal digits, and perhaps the end of the line.</summary>
    /// <returns>Null if the file holds anything else.</returns>
    public static ClusterKey? Read(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> digits = file.Length > Digits && IsLineEnd(file[Digits..]) ? file[..Digits] : file;
        if (digits.Length != Digits) return null;
        SessionKey words = default;
        for (int i = 0; i < Digits; i++)
        {
            int digit = Value(digits[i]);
            if (digit < 0) return null;
            words[i / 8] = (words[i / 8] << 4) | (uint)digit;
        }

        // Digits are written from the first byte on; words are little-endian.
        for (int i = 0; i < ChaCha20.KeyWords; i++) words[i] = BinaryPrimitives.ReverseEndianness(words[i]);
        return new ClusterKey(in words);
    }

    /// <summary>The key of one boot of one sender.</summary>
    internal SessionKey Derive(in SessionSalt salt)
    {
        Span<uint> words = stackalloc uint[4];
        salt.CopyTo(words);
        SessionKey derived = default;
        ChaCha20.Derive(_words, words, derived);
        return derived;
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> text) => text.SequenceEqual("\n"u8) || text.SequenceEqual("\r\n"u8);

    private static int Value(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
