using System;
using System.CommandLine;
using System.Globalization;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE@TIME, or NODE@TIME+TIME: what happens to which machine while the guest runs, when, and for how long.</summary>
internal static class TimedNodeOption
{
    public static Option<TimedNode[]> Create(string name, string description) =>
        RepeatedOption.Create(name, description, "NODE@TIME", "no node and time: write them as in 2@5s", text => Read(text, hasLength: false));

    public static Option<TimedNode[]> CreateWithLength(string name, string description) =>
        RepeatedOption.Create(name, description, "NODE@TIME+TIME", "no node and times: write them as in 1@10s+5s", text => Read(text, hasLength: true));

    private static TimedNode? Read(string text, bool hasLength)
    {
        string[] parts = text.Split('@');
        if (parts.Length != 2 || NodeName.Read(parts[0]) is not { } node) return null;
        string[] times = parts[1].Split('+');
        if (times.Length != (hasLength ? 2 : 1) || Time(times[0]) is not { } after || Time(times[^1]) is not { } length) return null;
        return new TimedNode(node, after, hasLength ? length : default);
    }

    private static TimeSpan? Time(string text)
    {
        bool isTime = double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        return isTime && seconds <= ConfigurationCheck.MaximumTimeout.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
