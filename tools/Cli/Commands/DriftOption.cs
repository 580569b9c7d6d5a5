using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>NODE=PPM: which machines' clocks run too fast or too slow.</summary>
internal static partial class DriftOption
{
    public static Option<NodeDrift[]> Create(string name) => new(name)
    {
        Description = "Have this node's clock run so many millionths too fast, or too slow with a minus, as in 1=+100ppm; may be given again",
        HelpName = "NODE=PPM",
        CustomParser = Parse,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static NodeDrift[] Parse(ArgumentResult result)
    {
        NodeDrift?[] drifts = result.Tokens.Select(token => Read(token.Value)).ToArray();
        foreach ((Token token, NodeDrift? drift) in result.Tokens.Zip(drifts))
        {
            if (drift is null) result.AddError($"'{token.Value}' is no node and drift: write them as in 1=+100ppm");
        }

        return drifts.OfType<NodeDrift>().ToArray();
    }

    private static NodeDrift? Read(string text) => Form().Match(text) is { Success: true } match
        ? new NodeDrift(int.Parse(match.Groups["node"].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups["drift"].Value, CultureInfo.InvariantCulture))
        : null;

    [GeneratedRegex("^(node)?(?<node>[0-9]{1,3})=(?<drift>[+-]?[0-9]{1,6})(ppm)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
