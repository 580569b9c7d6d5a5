using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;

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
        where T : class => Create(name, description, form, (string text, out string? problem) =>
        {
            T? value = read(text);
            problem = value is null ? $"'{text}' is {right}" : null;
            return value;
        });

    /// <summary>Makes one whose values can be wrong in several ways.</summary>
    /// <param name="name">As in --disk.</param>
    /// <param name="description">What it does.</param>
    /// <param name="form">What a value looks like, for the help.</param>
    /// <param name="read">Reads a value, or says what is wrong with it and what would be right.</param>
    public static Option<T[]> Create<T>(string name, string description, string form, ValueReader<T> read)
        where T : class => new(name)
        {
            Description = description,
            HelpName = form,
            CustomParser = result => Parse(result, read),
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    private static T[] Parse<T>(ArgumentResult result, ValueReader<T> read)
        where T : class
    {
        List<T> values = [];
        foreach (Token token in result.Tokens)
        {
            if (read(token.Value, out string? problem) is { } value) values.Add(value);
            else result.AddError(problem!);
        }

        return [.. values];
    }
}
