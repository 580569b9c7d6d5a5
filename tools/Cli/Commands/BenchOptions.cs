using System.CommandLine;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;

namespace Pilevisor.Cli.Commands;

/// <summary>The options that benchmarks have in common.</summary>
internal static class BenchOptions
{
    public static Option<string> Variant() => new("--variant") { Description = "The image", HelpName = "NAME", DefaultValueFactory = _ => VariantCatalog.Default };

    public static Option<int> Functions() => new("--functions") { Description = "List the functions that take the most instructions, N of each side's", HelpName = "N" };

    /// <summary>The value of <see cref="Functions()"/>.</summary>
    /// <exception cref="LaunchException">If it is none.</exception>
    public static int Functions(ParseResult request, Option<int> option) =>
        request.GetValue(option) is >= 0 and int functions ? functions : throw new LaunchException(ExitStatus.BadInput, $"{option.Name} {request.GetValue(option)}: how many functions to list, 0 for none");

    public static Option<bool> Json() => new("--json") { Description = "Print one line of JSON instead of a table" };
}
