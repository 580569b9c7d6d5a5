using System;
using System.Globalization;

namespace Pilevisor.Cli.Commands;

/// <summary>A figure that a guest program prints.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Behind">What the program writes right behind the number.</param>
/// <param name="IsSpeed">Whether more is better; else it is a time.</param>
internal sealed record GuestFigure(string Name, string Command, string Behind, bool IsSpeed = false)
{
    /// <summary>The last such figure among what programs have written; null if it is not there.</summary>
    public double? In(string output)
    {
        int end = output.LastIndexOf(Behind, StringComparison.Ordinal);
        if (end < 0) return null;
        string number = output[..end].TrimEnd().Split(' ', '\n')[^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    /// <summary>How many times as long something takes as with a reference's figure.</summary>
    public double Slowdown(double value, double reference) => IsSpeed ? reference / value : value / reference;
}
