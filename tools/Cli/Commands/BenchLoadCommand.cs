using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>bench load: what computes, what calls the kernel, and what wakes one another by pipes.</summary>
/// <param name="launcher">Starts the machines.</param>
/// <param name="packages">Sees to what the host needs.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class BenchLoadCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
    : BenchProgramsCommand("load", "Time loads on two CPUs of the guest: computing, system calls, pipes and wake-ups", _figures, launcher, packages, activities)
{
    private static readonly GuestFigure[] _figures =
    [
        new("computing, operations a us", "cpu 1000000000", "Mop/s", IsSpeed: true),
        new("us a system call", "calls 20000", "us a call"),
        new("us a message by pipe", "pipes 50", "us a message"),
    ];
}
