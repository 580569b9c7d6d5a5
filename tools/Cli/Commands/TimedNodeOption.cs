using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE@TIME, or NODE@TIME+TIME: what happens to which machine while the guest runs, when, and for how long.</summary>
internal static class TimedNodeOption
{
    private const string Prefix = "node";

    public static Option<TimedNode[]> Create(string name, string description, bool hasLength = false) => new(name)
    {
        Description = description,
        HelpName = hasLength ? "NODE@TIME+TIME" : "NODE@TIME",
        CustomParser = result => Parse(result, hasLength),
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static TimedNode[] Parse(ArgumentResult result, bool hasLength)
    {
        TimedNode?[] nodes = result.Tokens.Select(token => Read(token.Value, hasLength)).ToArray();
        foreach ((Token token, TimedNode? node) in result.Tokens.Zip(nodes))
        {
            if (node is null) result.AddError($"'{token.Value}' is no node and time{(hasLength ? "s" : "")}: write them as in {(hasLength ? "1@10s+5s" : "2@5s")}");
        }

        return nodes.OfType<TimedNode>().ToArray();
    }

    private static TimedNode? Read(string text, bool hasLength)
    {
        string[] parts = text.Split('@');
        if (parts.Length != 2) return null;
        string number = parts[0].StartsWith(Prefix, StringComparison.Ordinal) ? parts[0][Prefix.Length..] : parts[0];
        string[] times = parts[1].Split('+');
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int node) || times.Length != (hasLength ? 2 : 1)) return null;
        if (Time(times[0]) is not { } after || Time(times[^1]) is not { } length) return null;
        return new TimedNode(node, after, hasLength ? length : default);
    }

    private static TimeSpan? Time(string text)
    {
        bool isTime = double.TryParse(text.TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        return isTime && seconds <= ConfigurationCheck.MaximumTimeout.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
