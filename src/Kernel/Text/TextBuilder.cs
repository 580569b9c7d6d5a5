using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// One line of ASCII text of at most <see cref="Capacity"/> characters, built on the stack without allocating. It is an interpolated string handler, so that
/// <c>log.Info($"{node} joined with {bytes:x} bytes")</c> reads like C# and costs a few calls. What does not fit is cut.
/// </summary>
/// <remarks>A piece of a line is a call and nothing more: texts are a good part of the image's code, and none of it is in a hurry.</remarks>
[InterpolatedStringHandler]
public ref struct TextBuilder
{
    /// <summary>The most characters a line holds.</summary>
    public const int Capacity = 240;

    private Characters _characters;
    private int _length;

    /// <summary>Begins an empty line; the compiler passes the lengths, which do not matter here.</summary>
    public TextBuilder(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
        // Half a kilobyte that need not be cleared: what counts of it is written first.
        Unsafe.SkipInit(out _characters);
        _length = 0;
    }

    /// <summary>How many characters are there.</summary>
    public readonly int Length => _length;

    /// <summary>The characters so far.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Text => ((ReadOnlySpan<char>)_characters)[.._length];

    /// <summary>Writes the characters so far as ASCII bytes to the begin of <paramref name="bytes"/>: <see cref="Capacity"/> are enough for any.</summary>
    /// <returns>The bytes that were written.</returns>
    public readonly Span<byte> CopyTo(Span<byte> bytes)
    {
        for (int i = 0; i < _length; i++) bytes[i] = (byte)_characters[i];
        return bytes[.._length];
    }

    /// <summary>Appends one character; one outside ASCII becomes a question mark.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Append(char character)
    {
        if (_length < Capacity) _characters[_length++] = character < 0x80 ? character : '?';
    }

    /// <summary>Appends fixed text.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendLiteral(string text)
    {
        for (int i = 0; i < text.Length; i++) Append(text[i]);
    }

    /// <summary>Appends text.</summary>
    public void AppendFormatted(string text) => AppendLiteral(text);

    /// <summary>Appends ASCII bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendFormatted(ReadOnlySpan<byte> text)
    {
        foreach (byte character in text) Append((char)character);
    }

    /// <summary>Appends a number in decimal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendFormatted(ulong value)
    {
        if (value >= 10) AppendFormatted(value / 10);
        Append((char)('0' + (value % 10)));
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(uint value) => AppendFormatted((ulong)value);

    /// <summary>Appends a number in decimal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendFormatted(long value)
    {
        if (value < 0) Append('-');
        AppendFormatted(value < 0 ? 0 - (ulong)value : (ulong)value);
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(int value) => AppendFormatted((long)value);

    /// <summary>Appends "true" or "false".</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendFormatted(bool value) => AppendLiteral(value ? "true" : "false");

    /// <summary>Appends a number in hexadecimal with a leading 0x, whatever <paramref name="format"/> says.</summary>
    public void AppendFormatted(ulong value, string format)
    {
        _ = format;
        AppendHex(value);
    }

    /// <summary>Appends a value in its own way of writing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendFormatted<T>(T value) where T : struct, IText => value.AppendTo(ref this);

    /// <summary>Appends a number in hexadecimal with a leading 0x and no leading zeros.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendHex(ulong value)
    {
        AppendLiteral("0x");
        int digits = 1;
        while (digits < 16 && value >> (4 * digits) != 0) digits++;
        for (int i = digits - 1; i >= 0; i--) Append(HexDigit(value >> (4 * i)));
    }

    /// <summary>Appends a byte as two hexadecimal digits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AppendHexByte(byte value)
    {
        Append(HexDigit((ulong)value >> 4));
        Append(HexDigit(value));
    }

    private static char HexDigit(ulong value) => "0123456789abcdef"[(int)(value & 15)];

    [InlineArray(Capacity)]
    private struct Characters
    {
        private char _first;
    }
}
