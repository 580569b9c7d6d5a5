using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>--add NODE@SECONDS: which machines join while the guest runs, and when.</summary>
internal static class NodeAdditionOption
{
    public static Option<NodeAddition[]> Create() => new("--add")
    {
        Description = "Start this node's machine so long after the guest is up, as in 2@5s; may be given again",
        HelpName = "NODE@TIME",
        CustomParser = Parse,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static NodeAddition[] Parse(ArgumentResult result)
    {
        NodeAddition?[] additions = result.Tokens.Select(token => Read(token.Value)).ToArray();
        foreach ((Token token, NodeAddition? addition) in result.Tokens.Zip(additions))
        {
            if (addition is null) result.AddError($"'{token.Value}' is no node and time: write them as in 2@5s");
        }

        return additions.OfType<NodeAddition>().ToArray();
    }

    private static NodeAddition? Read(string text)
    {
        string[] parts = text.Split('@');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int node)) return null;
        bool isTime = double.TryParse(parts[1].TrimEnd('s'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        return isTime && seconds <= ConfigurationCheck.MaximumTimeout.TotalSeconds ? new NodeAddition(node, TimeSpan.FromSeconds(seconds)) : null;
    }
}
