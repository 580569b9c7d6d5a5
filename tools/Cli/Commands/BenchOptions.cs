using System.CommandLine;
using Pilevisor.Launch.Images;

namespace Pilevisor.Cli.Commands;

/// <summary>The options that benchmarks have in common.</summary>
internal static class BenchOptions
{
    public static Option<string> Variant() => new("--variant") { Description = "The image", HelpName = "NAME", DefaultValueFactory = _ => VariantCatalog.Default };

    public static Option<bool> Json() => new("--json") { Description = "Print one line of JSON instead of a table" };
}
