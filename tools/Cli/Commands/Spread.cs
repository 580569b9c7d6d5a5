using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>A figure of several runs: the one in the middle, and how far chance took the others.</summary>
/// <param name="Median">See <see cref="Commands.Median"/>.</param>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The most.</param>
internal sealed record Spread(double Median, double Minimum, double Maximum)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IReadOnlyCollection<double> values) => new(Commands.Median.Of(values), values.Min(), values.Max());

    /// <summary>Whether each value is less than each of the other's.</summary>
    public bool IsBelow(Spread other) => Maximum < other.Minimum;

    /// <summary>All three, with the least and the most in brackets.</summary>
    /// <param name="format">How each number is written.</param>
    public string Text(string format)
    {
        string[] numbers = [.. ((double[])[Median, Minimum, Maximum]).Select(number => number.ToString(format, CultureInfo.InvariantCulture))];
        return $"{numbers[0]} [{numbers[1]} to {numbers[2]}]";
    }
}
