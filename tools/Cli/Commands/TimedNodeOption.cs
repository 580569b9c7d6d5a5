using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE@SECONDS: which machines join or leave while the guest runs, and when.</summary>
internal static class TimedNodeOption
{
    public static Option<TimedNode[]> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NODE@TIME",
        CustomParser = Parse,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static TimedNode[] Parse(ArgumentResult result)
    {
        TimedNode?[] nodes = result.Tokens.Select(token => Read(token.Value)).ToArray();
        foreach ((Token token, TimedNode? node) in result.Tokens.Zip(nodes))
        {
            if (node is null) result.AddError($"'{token.Value}' is no node and time: write them as in 2@5s");
        }

        return nodes.OfType<TimedNode>().ToArray();
    }

    private static TimedNode? Read(string text)
    {
        string[] parts = text.Split('@');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int node)) return null;
        bool isTime = double.TryParse(parts[1].TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        return isTime && seconds <= ConfigurationCheck.MaximumTimeout.TotalSeconds ? new TimedNode(node, TimeSpan.FromSeconds(seconds)) : null;
    }
}
