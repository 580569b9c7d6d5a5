using System;
using System.CommandLine;
using System.Globalization;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE=PPM: which machines' clocks run too fast or too slow.</summary>
internal static class DriftOption
{
    private const string Unit = "ppm";

    public static Option<NodeDrift[]> Create(string name) => RepeatedOption.Create(
        name, "Have this node's clock run so many millionths too fast, or too slow with a minus, as in 1=+100ppm; may be given again", "NODE=PPM", "no node and drift: write them as in 1=+100ppm", Read);

    private static NodeDrift? Read(string text)
    {
        string[] sides = text.Split('=');
        if (sides.Length != 2 || NodeName.Read(sides[0]) is not { } node) return null;
        string number = sides[1].EndsWith(Unit, StringComparison.Ordinal) ? sides[1][..^Unit.Length] : sides[1];
        return int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int drift) && drift != int.MinValue ? new NodeDrift(node, drift) : null;
    }
}
