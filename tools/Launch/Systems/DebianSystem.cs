using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Systems;

/// <summary>
/// A Debian on a disk, installed from Debian's packages as samples/guests/debian says: debootstrap unpacks it on this host, and a guest on a plain machine lets the packages set themselves up. So it takes neither rights nor an arm64 host,
/// but some minutes, once for each kernel and each change of the recipe.
/// </summary>
/// <param name="layout">Says where the recipe is.</param>
/// <param name="archive">Where packages come from.</param>
/// <param name="cache">Where the disks are kept.</param>
/// <param name="launcher">Starts the machine.</param>
/// <param name="activities">Told what is done.</param>
public sealed class DebianSystem(RepositoryLayout layout, DebianArchive archive, GuestCache cache, ClusterLauncher launcher, IActivities activities)
{
    private const string Image = "root.img";
    private const string Sources = "sources.list";
    private const int MostCpus = 4;
    private const string SetUp = "mkdir /mnt && mount -t ext4 /dev/vda /mnt && mount -t devtmpfs devtmpfs /mnt/dev && chroot /mnt /pilevisor/second-stage && umount /mnt/dev && umount /mnt";

    // What of the samples it takes from elsewhere.
    private static readonly string[] _besides = ["online-cpus", "on-uevent"];

    // Ten times what it was seen to take on a quiet host.
    private static readonly TimeSpan _limit = TimeSpan.FromHours(1);

    /// <summary>The disk's image, of <see cref="GuestRoot.LeastBytes"/>, made if it is not here yet. Nobody writes to it.</summary>
    /// <param name="series">Its kernel: one of <see cref="GuestKernels.Series"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If it cannot be made.</exception>
    public async Task<string> GetAsync(string series, CancellationToken cancellation)
    {
        string name = $"guests/debian-{DebianSources.Release}-{series}-{Fingerprint()}";
        return Path.Combine(await cache.GetAsync(name, (draft, stop) => MakeAsync(series, draft, stop), cancellation, "systems.lock"), Image);
    }

    private async Task MakeAsync(string series, string draft, CancellationToken cancellation)
    {
        string image = Path.Combine(draft, Image), packages = Path.Combine(draft, "packages");
        string[] names = [GuestKernels.MetaPackage(series), .. File.ReadLines(Path.Combine(layout.DebianRecipe, "packages")).Where(line => line.Length > 0 && line[0] != '#')];
        await archive.DownloadAllAsync(names, packages, cancellation);
        await UnpackAsync(draft, packages, image, cancellation);
        await SetUpAsync(image, cancellation);
        foreach (string directory in (string[])[packages, Path.Combine(draft, "root")]) Directory.Delete(directory, recursive: true);
        File.Delete(Path.Combine(draft, Sources));
    }

    private async Task UnpackAsync(string draft, string packages, string image, CancellationToken cancellation)
    {
        using IActivity activity = activities.Begin("unpacking a Debian for the guest");
        string sources = Path.Combine(draft, Sources);
        string[] configuration = [.. DebianSources.HostConfiguration()];
        await File.WriteAllLinesAsync(sources, DebianSources.OwnLines(DebianSelection.Guests, configuration), cancellation);
        string[] arguments = [Path.Combine(layout.DebianRecipe, "bootstrap"), layout.DebianRecipe, DebianSources.Release, DebianSources.Mirror(configuration), sources, packages, $"{GuestRoot.LeastBytes}", image];
        await new HostCommand("fakeroot", ["sh", .. arguments]) { Directory = draft, OnLine = activity.Report }.RunCheckedAsync(cancellation);
        activity.Succeed();
    }

    private async Task SetUpAsync(string image, CancellationToken cancellation)
    {
        using IActivity activity = activities.Begin("installing it, in a guest on a plain machine: some minutes, once");
        LineObserver observer = new(activity.Report);
        ClusterConfiguration machine = new()
        {
            Plain = true,
            Nodes = 1,
            CpusPerNode = int.Clamp(Environment.ProcessorCount, 1, MostCpus),
            MemoryBytes = ByteSize.GiB,
            Devices = new() { Disks = [new GuestDisk(image, Format: DiskFormat.Raw)] },
            Command = SetUp,
            Timeout = _limit,
        };
        await using Cluster cluster = await launcher.StartAsync(machine, observer, cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        if (end.Reason != ClusterEndReason.PoweredOff || cluster.CommandStatus != 0)
            throw new LaunchException(ExitStatus.GuestDied, $"Debian's packages could not be set up in the guest (status {cluster.CommandStatus}): {end.Message}\n{cluster.Console.Tail(20)}");
        activity.Succeed();
    }

    // Of all that it is made of.
    private string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<string> files = Directory.EnumerateFiles(layout.DebianRecipe, "*", SearchOption.AllDirectories).Concat(_besides.Select(name => Path.Combine(layout.GuestSources, name)));
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(layout.GuestSources, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
