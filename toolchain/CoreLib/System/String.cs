using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public sealed class String : IEquatable<string>
{
    public static readonly string Empty = "";

    // ILC writes strings into the image by these names.
    private readonly int _stringLength;
    private char _firstChar;

    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(ReadOnlySpan<char> value);

    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    internal ReadOnlySpan<char> Characters => new(ref _firstChar, _stringLength);

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength) Fatal.IndexOutOfRange();
            return Unsafe.Add(ref _firstChar, (nint)(uint)index);
        }
    }

    public static implicit operator ReadOnlySpan<char>(string? value) => value.AsSpan();

    public static bool operator ==(string? a, string? b) => Equals(a, b);

    public static bool operator !=(string? a, string? b) => !Equals(a, b);

    public static bool Equals(string? a, string? b)
    {
        if ((object?)a == (object?)b) return true;
        if (a is null || b is null || a._stringLength != b._stringLength) return false;
        return SpanHelpers.SequenceEqual(
            ref Unsafe.As<char, byte>(ref a._firstChar), ref Unsafe.As<char, byte>(ref b._firstChar), (nuint)a._stringLength * sizeof(char));
    }

    public static bool IsNullOrEmpty([NotNullWhen(false)] string? value) => value is null || value._stringLength == 0;

    public static string Concat(string? str0, string? str1) => Concat(str0, str1, null, null);

    public static string Concat(string? str0, string? str1, string? str2) => Concat(str0, str1, str2, null);

    public static string Concat(string? str0, string? str1, string? str2, string? str3)
    {
        string result = Arena.NewString((str0?.Length ?? 0) + (str1?.Length ?? 0) + (str2?.Length ?? 0) + (str3?.Length ?? 0));
        Span<char> rest = new(ref result._firstChar, result._stringLength);
        rest = Append(rest, str0);
        rest = Append(rest, str1);
        rest = Append(rest, str2);
        Append(rest, str3);
        return result;
    }

    public bool Equals([NotNullWhen(true)] string? value) => Equals(this, value);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is string other && Equals(this, other);

    public override int GetHashCode()
    {
        uint hash = 2166136261;
        for (int i = 0; i < _stringLength; i++) hash = (hash ^ this[i]) * 16777619;
        return (int)hash;
    }

    public override string ToString() => this;

    public ref readonly char GetPinnableReference() => ref _firstChar;

    private static Span<char> Append(Span<char> destination, string? text)
    {
        ReadOnlySpan<char> source = text.AsSpan();
        source.CopyTo(destination);
        return destination.Slice(source.Length);
    }

    // What `new string(span)` compiles to: ILC maps each constructor of String to the Ctor with its parameters.
    private static string Ctor(ReadOnlySpan<char> value)
    {
        if (value.Length == 0) return Empty;
        string result = Arena.NewString(value.Length);
        value.CopyTo(new Span<char>(ref result._firstChar, result._stringLength));
        return result;
    }
}
