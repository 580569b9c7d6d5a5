using System;

namespace Pilevisor.Kernel;

/// <summary>Strings as a device tree holds them: ASCII, each ended by a zero byte.</summary>
internal static class DeviceTreeText
{
    /// <summary>Whether <paramref name="value"/> is the one string <paramref name="text"/>.</summary>
    public static bool IsString(ReadOnlySpan<byte> value, ReadOnlySpan<byte> text) => FirstString(value).SequenceEqual(text);

    /// <summary>The first string of <paramref name="value"/>, without its end; all of it if there is no end.</summary>
    public static ReadOnlySpan<byte> FirstString(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)0);
        return end < 0 ? value : value[..end];
    }

    /// <summary>Whether <paramref name="text"/> is one of the strings in <paramref name="list"/>.</summary>
    public static bool ListContains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text)
    {
        while (list.Length > 0)
        {
            ReadOnlySpan<byte> first = FirstString(list);
            if (first.SequenceEqual(text)) return true;
            list = list[Math.Min(first.Length + 1, list.Length)..];
        }
        return false;
    }
}
