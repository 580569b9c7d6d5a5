using System.CommandLine;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Cli.Commands;

/// <summary>The option that says which CPU the machines have.</summary>
internal static class CpuModelOption
{
    public static Option<string?> Create() => new("--cpu-model")
    {
        Description = $"What the machines' CPUs are: {CpuModel.Names} [default: the board's, or {CpuModel.Default}]",
        HelpName = "MODEL",
    };
}
