using System.CommandLine;
using System.CommandLine.Parsing;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Cli.Commands;

/// <summary>An option whose value is a size in bytes, written as people do.</summary>
internal static class SizeOption
{
    public static Option<long?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = Parse,
    };

    private static long? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ByteSize.TryParse(text, out long bytes)) return bytes;
        result.AddError($"'{text}' is no size: write 512M, 2G or a number of bytes");
        return null;
    }
}
