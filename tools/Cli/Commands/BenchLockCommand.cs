using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>bench lock: one counter that two CPUs add to, atomically and under a mutex.</summary>
/// <param name="launcher">Starts the machines.</param>
/// <param name="packages">Sees to what the host needs.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class BenchLockCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
    : BenchProgramsCommand("lock", "Time additions to one counter by two CPUs of the guest, of one node and of two", _figures, launcher, packages, activities)
{
    // Enough for the threads' start not to count on one node.
    private const string Program = "counter 200000";

    private static readonly GuestFigure[] _figures = [new("us an atomic addition", Program, "us an atomic addition"), new("us an addition under a mutex", Program, "us one under a mutex")];
}
