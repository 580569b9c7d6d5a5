using System.CommandLine;

namespace Pilevisor.Cli.Commands;

/// <summary>bench: measures.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(BenchBootCommand boot, BenchFetchCommand fetch)
        : base("bench", "Measure")
    {
        Add(boot);
        Add(fetch);
    }
}
