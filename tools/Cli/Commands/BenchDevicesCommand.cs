using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>bench devices: a disk and a network, from the CPU that is on the machine which has them, and from one that is not.</summary>
/// <param name="launcher">Starts the machines.</param>
/// <param name="packages">Sees to what the host needs.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class BenchDevicesCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
    : BenchProgramsCommand("devices", "Time a disk and the network from the guest's first CPU and from its last, which on two nodes is not where they are", _figures, launcher, packages, activities)
{
    private const string Disk = "diskspeed /dev/vda";
    private const string Network = "netspeed 10.0.2.2 $port";

    private static readonly GuestFigure[] _figures =
    [
        .. Each("MiB/s read from the disk", Disk, "MiB/s read by the", isSpeed: true),
        .. Each("MiB/s written to the disk", Disk, "MiB/s written by the", isSpeed: true),
        .. Each("us a read of 4 KiB", Disk, "us a read of 4 KiB by the", isSpeed: false),
        .. Each("MiB/s received", Network, "MiB/s received by the", isSpeed: true),
        .. Each("MiB/s sent", Network, "MiB/s sent by the", isSpeed: true),
        .. Each("us a round trip to the host", Network, "us a round trip of the", isSpeed: false),
    ];

    /// <inheritdoc/>
    protected override IDisposable Furnish(ClusterConfiguration guest, out ClusterConfiguration furnished)
    {
        BenchHost host = new();
        furnished = guest with
        {
            Command = $"await-cpus 2 >/dev/null && udhcpc -q -n >/dev/null 2>&1 && port={host.Port} && {guest.Command}",
            Devices = new GuestDevices { Disks = [new GuestDisk(host.Disk)], Network = new GuestNetwork() },
        };
        return host;
    }

    private static IEnumerable<GuestFigure> Each(string name, string command, string behind, bool isSpeed) =>
        ((string[])["first", "last"]).Select(cpu => new GuestFigure($"{name}, {cpu} CPU", command, $"{behind} {cpu} CPU", isSpeed));
}
