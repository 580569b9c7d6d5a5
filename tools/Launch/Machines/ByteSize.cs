using System;
using System.Globalization;

namespace Pilevisor.Launch.Machines;

/// <summary>Sizes as people write them: 512M, 2G, 65536K, 4194304.</summary>
public static class ByteSize
{
    /// <summary>One KiB.</summary>
    public const long KiB = 1 << 10;

    /// <summary>One MiB.</summary>
    public const long MiB = 1 << 20;

    /// <summary>One GiB.</summary>
    public const long GiB = 1 << 30;

    /// <summary>Reads a size.</summary>
    /// <returns>False if the text is none; <paramref name="bytes"/> is then 0.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        string number = text.Trim().ToUpperInvariant();
        if (number.EndsWith("IB", StringComparison.Ordinal)) number = number[..^2];
        if (number.Length == 0) return false;
        long unit = number[^1] switch { 'K' => KiB, 'M' => MiB, 'G' => GiB, _ => 1 };
        if (unit > 1) number = number[..^1];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > long.MaxValue / unit) return false;
        bytes = count * unit;
        return true;
    }

    /// <summary>Writes a size in the largest unit that divides it.</summary>
    public static string Format(long bytes) => bytes switch
    {
        0 => "0",
        _ when bytes % GiB == 0 => $"{bytes / GiB}G",
        _ when bytes % MiB == 0 => $"{bytes / MiB}M",
        _ when bytes % KiB == 0 => $"{bytes / KiB}K",
        _ => $"{bytes}",
    };
}
