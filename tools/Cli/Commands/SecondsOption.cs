using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>An option whose value is a number of seconds, fractions allowed.</summary>
internal static class SecondsOption
{
    private const double Least = 0.001;

    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = Parse,
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        double most = ConfigurationCheck.MaximumTimeout.TotalSeconds;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds >= Least && seconds <= most) return TimeSpan.FromSeconds(seconds);
        result.AddError($"'{text}' is no number of seconds: write one from {Least.ToString(CultureInfo.InvariantCulture)} to {most:0}");
        return null;
    }
}
