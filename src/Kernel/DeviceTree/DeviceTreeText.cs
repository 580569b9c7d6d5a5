using System;

namespace Pilevisor.Kernel;

/// <summary>Strings as a device tree holds them: ASCII, each ended by a zero byte.</summary>
internal static class DeviceTreeText
{
    /// <summary>Whether both are the same bytes.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length) return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i]) return false;
        }
        return true;
    }

    /// <summary>Whether <paramref name="value"/> is the one string <paramref name="text"/>.</summary>
    public static bool IsString(ReadOnlySpan<byte> value, ReadOnlySpan<byte> text) => AreEqual(FirstString(value), text);

    /// <summary>The first string of <paramref name="value"/>, without its end; all of it if there is no end.</summary>
    public static ReadOnlySpan<byte> FirstString(ReadOnlySpan<byte> value)
    {
        int length = 0;
        while (length < value.Length && value[length] != 0) length++;
        return value[..length];
    }

    /// <summary>Whether <paramref name="text"/> is one of the strings in <paramref name="list"/>.</summary>
    public static bool ListContains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text)
    {
        while (list.Length > 0)
        {
            ReadOnlySpan<byte> first = FirstString(list);
            if (AreEqual(first, text)) return true;
            list = list[Math.Min(first.Length + 1, list.Length)..];
        }
        return false;
    }
}
