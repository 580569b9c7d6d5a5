using System;
using System.Linq;
using Pilevisor.Launch;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;

namespace Pilevisor.Cli.Commands;

/// <summary>bench faults: what a network that misbehaves costs, each fault by itself and all at once.</summary>
/// <param name="launcher">Starts the machines.</param>
/// <param name="packages">Sees to what the host needs.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class BenchFaultsCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
    : BenchProgramsCommand("faults", "Time sharing and memory of two nodes over links that misbehave, each way by itself and all at once", _figures, Machines, ["none"], launcher, packages, activities)
{
    private const int Seed = 7;
    private static readonly string[] _faults = ["loss=0.1%", "loss=1%", "loss=5%", "dup=1%", "reorder=2%", "corrupt=0.1%", "delay=200us", "rate=1Gbit"];

    // The one loss and all that is no loss.
    private static readonly string _all = string.Join(',', _faults[1..2].Concat(_faults[3..]));

    private static readonly GuestFigure[] _figures =
    [
        new("us a hand-over", "pingpong 1000", "us a round"),
        new("MiB/s of memory", "stream 128", "MiB/s", IsSpeed: true),
    ];

    private static ComparedMachine[] Machines(ClusterConfiguration guest) =>
        [new("no faults", guest), .. _faults.Append(_all).Select(fault => new ComparedMachine(fault == _all ? "all but the other losses" : fault, guest with { Network = Read($"{fault},seed={Seed}") }))];

    private static SwitchOptions Read(string text) => LinkText.Read(text, out string? problem) is { } options && problem is null ? options : throw new InvalidOperationException(problem);
}
