using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Pilevisor.Switch;

/// <summary>What a switch does to frames, as people write it: <c>loss=2%,dup=1%,reorder=2%,corrupt=0.1%,delay=200us,rate=1Gbit,seed=7</c>, any of these in any order.</summary>
public static class LinkText
{
    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromSeconds(1);

    /// <summary>The lowest rate, in bits per second: the longest frame takes 34 ms on each of its two links.</summary>
    public const long LeastBitsPerSecond = 1_000_000;

    /// <summary>The highest rate, in bits per second.</summary>
    public const long MostBitsPerSecond = 1_000_000_000_000;

    private const string Example = "write it as in loss=2%,delay=200us,rate=1Gbit,seed=7";

    private static readonly (string Unit, double Microseconds)[] _times = [("us", 1), ("ms", 1e3), ("s", 1e6)];
    private static readonly (string Unit, double Bits)[] _rates = [("kbit", 1e3), ("Mbit", 1e6), ("Gbit", 1e9), ("bit", 1)];

    private static readonly (string Name, Func<string, SwitchOptions, SwitchOptions?> Read, string Values)[] _keys =
    [
        ("loss", (text, options) => Part(text) is { } part ? options with { Loss = part } : null, Parts),
        ("dup", (text, options) => Part(text) is { } part ? options with { Duplication = part } : null, Parts),
        ("reorder", (text, options) => Part(text) is { } part ? options with { Reordering = part } : null, Parts),
        ("corrupt", (text, options) => Part(text) is { } part ? options with { Corruption = part } : null, Parts),
        ("delay", (text, options) => Delay(text) is { } delay ? options with { Delay = delay } : null, $"0us to {MostDelay.TotalSeconds:0}s, in us, ms or s"),
        ("rate", (text, options) => Rate(text) is { } rate ? options with { BitsPerSecond = rate } : null, $"{LeastBitsPerSecond / 1_000_000}Mbit to {MostBitsPerSecond / 1_000_000_000}Gbit, in kbit, Mbit or Gbit"),
        ("seed", (text, options) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? options with { Seed = seed } : null, $"0 to {int.MaxValue}"),
    ];

    private const string Parts = "0% to 100%, or 0 to 1";

    /// <summary>Reads it.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="problem">What is wrong with it; null if nothing is.</param>
    /// <returns>What it says; all else is as it is without.</returns>
    public static SwitchOptions Read(string text, out string? problem)
    {
        SwitchOptions options = new();
        HashSet<string> said = [];
        problem = null;
        foreach (string item in text.Split(','))
        {
            string[] sides = item.Split('=', 2);
            (string name, Func<string, SwitchOptions, SwitchOptions?>? read, string values) = _keys.FirstOrDefault(key => key.Name == sides[0].Trim());
            if (read is null) problem = $"'{item}' is none of {string.Join(", ", _keys.Select(key => key.Name))}: {Example}";
            else if (!said.Add(name)) problem = $"{name} is said twice";
            else if (sides.Length != 2 || read(sides[1].Trim(), options) is not { } more) problem = $"'{item}': {name} is {values}";
            else options = more;
            if (problem is not null) return new();
        }

        return options;
    }

    /// <summary>Writes it so that <see cref="Read"/> reads the same; the seed always, since it repeats the rest.</summary>
    public static string Write(SwitchOptions options)
    {
        List<string> items = [];
        foreach ((string name, double part) in (ReadOnlySpan<(string, double)>)[("loss", options.Loss), ("dup", options.Duplication), ("reorder", options.Reordering), ("corrupt", options.Corruption)])
        {
            if (part != 0) items.Add($"{name}={(part * 100).ToString("0.######", CultureInfo.InvariantCulture)}%");
        }

        if (options.Delay != TimeSpan.Zero) items.Add($"delay={options.Delay.TotalMicroseconds.ToString("0.#", CultureInfo.InvariantCulture)}us");
        if (options.BitsPerSecond != 0) items.Add($"rate={(options.BitsPerSecond / 1e6).ToString("0.######", CultureInfo.InvariantCulture)}Mbit");
        items.Add($"seed={options.Seed}");
        return string.Join(',', items);
    }

    private static double? Part(string text)
    {
        bool isPercent = text.EndsWith('%');
        if (Number(isPercent ? text[..^1] : text) is not { } number) return null;
        double part = isPercent ? number / 100 : number;
        return part <= 1 ? part : null;
    }

    private static TimeSpan? Delay(string text) => InUnits(text, _times) is { } microseconds && microseconds <= MostDelay.TotalMicroseconds ? TimeSpan.FromMicroseconds(microseconds) : null;

    private static long? Rate(string text) => InUnits(text, _rates) is { } bits and >= LeastBitsPerSecond and <= MostBitsPerSecond ? (long)bits : null;

    private static double? InUnits(string text, (string Unit, double Size)[] units)
    {
        (string? unit, double size) = units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        return unit is null ? null : Number(text[..^unit.Length]) * size;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;
}
