using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>An option that may be given again, each time with a value of a form of its own.</summary>
internal static class RepeatedOption
{
    /// <summary>Makes one.</summary>
    /// <param name="name">As in --add.</param>
    /// <param name="description">What it does.</param>
    /// <param name="form">What a value looks like, for the help.</param>
    /// <param name="right">What would be right, for who wrote something else: "no node and time: write them as in 2@5s".</param>
    /// <param name="read">Reads a value; null if it is none.</param>
    public static Option<T[]> Create<T>(string name, string description, string form, string right, Func<string, T?> read)
        where T : class => new(name)
        {
            Description = description,
            HelpName = form,
            CustomParser = result => Parse(result, right, read),
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    private static T[] Parse<T>(ArgumentResult result, string right, Func<string, T?> read)
        where T : class
    {
        T?[] values = result.Tokens.Select(token => read(token.Value)).ToArray();
        foreach ((Token token, T? value) in result.Tokens.Zip(values))
        {
            if (value is null) result.AddError($"'{token.Value}' is {right}");
        }

        return values.OfType<T>().ToArray();
    }
}
