using System;
using System.CommandLine;
using System.Globalization;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE=PPM, NODE=HOURS, or NODE=PPM,HOURS: which machines' clocks run too fast or too slow, or begin elsewhere.</summary>
internal static class DriftOption
{
    private const string Unit = "ppm";
    private const string Hours = "h";

    public static Option<NodeDrift[]> Create(string name) => RepeatedOption.Create(
        name, "Have this node's clock run so many millionths too fast, or too slow with a minus, and its counter begin so many hours ahead, as in 1=+100ppm, 1=+3h or 1=+100ppm,+3h; may be given again", "NODE=PPM,HOURS",
        "no node and drift: write them as in 1=+100ppm, 1=+3h or 1=+100ppm,+3h", Read);

    private static NodeDrift? Read(string text)
    {
        string[] sides = text.Split('=');
        if (sides.Length != 2 || NodeName.Read(sides[0]) is not { } node) return null;
        string[] parts = sides[1].Split(',');
        TimeSpan? ahead = ReadHours(parts[^1]);
        int? drift = ReadDrift(parts[0]);
        return (parts.Length, drift, ahead) switch
        {
            (1, { } only, null) => new NodeDrift(node, only),
            (1, null, { } only) => new NodeDrift(node, 0, only),
            (2, { } first, { } second) => new NodeDrift(node, first, second),
            _ => null,
        };
    }

    private static int? ReadDrift(string text)
    {
        string number = text.EndsWith(Unit, StringComparison.Ordinal) ? text[..^Unit.Length] : text;
        return int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int drift) && drift != int.MinValue ? drift : null;
    }

    private static TimeSpan? ReadHours(string text)
    {
        if (!text.EndsWith(Hours, StringComparison.Ordinal)) return null;
        bool isNumber = double.TryParse(text[..^Hours.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double hours);
        return isNumber && double.Abs(hours) <= ConfigurationCheck.MaximumTimeout.TotalHours ? TimeSpan.FromHours(hours) : null;
    }
}
