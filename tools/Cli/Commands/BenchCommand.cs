using System.CommandLine;

namespace Pilevisor.Cli.Commands;

/// <summary>bench: measures.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(BenchBootCommand boot, BenchFetchCommand fetch, BenchTrapCommand trap, BenchSgiCommand sgi, BenchLockCommand @lock, BenchLoadCommand load, BenchSizeCommand size, BenchConsoleCommand console, BenchScalingCommand scaling, BenchFaultsCommand faults, BenchArgumentsCommand arguments, BenchDevicesCommand devices)
        : base("bench", "Measure")
    {
        Add(boot);
        Add(fetch);
        Add(trap);
        Add(sgi);
        Add(@lock);
        Add(load);
        Add(size);
        Add(console);
        Add(scaling);
        Add(faults);
        Add(arguments);
        Add(devices);
    }
}
