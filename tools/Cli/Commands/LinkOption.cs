using System.CommandLine;
using System.CommandLine.Parsing;
using Pilevisor.Switch;

namespace Pilevisor.Cli.Commands;

/// <summary>What goes wrong on the network on purpose, as <see cref="LinkText"/> reads it.</summary>
internal static class LinkOption
{
    public static Option<SwitchOptions?> Create(string name) => new(name)
    {
        Description = "What goes wrong between the machines on purpose: loss=2%,dup=1%,reorder=2%,corrupt=0.1%,delay=200us,rate=1Gbit,seed=7, any of these",
        HelpName = "WHAT",
        CustomParser = Parse,
    };

    private static SwitchOptions? Parse(ArgumentResult result)
    {
        SwitchOptions options = LinkText.Read(result.Tokens[0].Value, out string? problem);
        if (problem is not null) result.AddError(problem);
        return options;
    }
}
