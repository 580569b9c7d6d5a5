using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Guests;

/// <summary>Debian's arm64 kernels, unmodified, as files.</summary>
/// <param name="archive">Where they come from.</param>
/// <param name="cache">Where they are kept.</param>
public sealed class GuestKernels(DebianArchive archive, GuestCache cache)
{
    /// <summary>The kernel that boots when no other is asked for: the smallest and fastest.</summary>
    public const string Default = "6.1";

    /// <summary>The kernel that boots when no other is asked for and the guest has a directory of the host: those for clouds have no 9p.</summary>
    public const string DefaultWithShares = Default + Generic;

    // Debian's meta packages: cloud kernels are the smallest and come first, "rt" has PREEMPT_RT. Those of 6.12 are for a release whose own kernel is 6.1.
    private static readonly Dictionary<string, string> _packages = new()
    {
        [Default] = "linux-image-cloud-arm64",
        [Default + Generic] = "linux-image-arm64",
        ["6.1-rt"] = "linux-image-rt-arm64",
        ["6.12"] = "linux-image-6.12-cloud-arm64",
        ["6.12-generic"] = "linux-image-6.12-arm64",
        ["6.12-rt"] = "linux-image-6.12-rt-arm64",
    };

    /// <summary>The series that can be had: the version alone is Debian's cloud kernel.</summary>
    public static IReadOnlyList<string> Series { get; } = [.. _packages.Keys];

    /// <summary>The series of the same version for any machine: it has modules that one for clouds is without.</summary>
    public static string WithEverything(string series) => $"{series.Split('-')[0]}{Generic}";

    private const string Generic = "-generic";
    private const string Modules = "modules";

    private static IReadOnlyList<string> MemoryModules { get; } = ["virtio_ring", "virtio", "virtio_mmio", "virtio_mem"];

    /// <summary>The kernel of a series, downloaded if it is not here yet.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>The path of an arm64 Image.</returns>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> GetAsync(string series, CancellationToken cancellation) => Path.Combine(await PlaceAsync(series, cancellation), "Image");

    /// <summary>What a kernel of a series needs to use memory that is added while it runs, in the order in which they are inserted.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>The paths of kernel modules.</returns>
    /// <exception cref="LaunchException">If they cannot be had.</exception>
    public async Task<IReadOnlyList<string>> MemoryModulesAsync(string series, CancellationToken cancellation)
    {
        string place = await PlaceAsync(series, cancellation);
        // Some are a part of some kernels, and some kernels' are compressed.
        return MemoryModules.SelectMany(module => Directory.GetFiles(Path.Combine(place, Modules), $"{module}.ko*")).ToArray();
    }

    /// <summary>The package by which a Debian has the newest kernel of a series.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    public static string MetaPackage(string series) => _packages[series];

    /// <summary>What the kernel of a series calls itself (uname -r), and its modules' directory is called.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> ReleaseAsync(string series, CancellationToken cancellation) => ReleaseOf(await PackageAsync(series, cancellation));

    /// <summary>The package that the kernel of a series is from, as in linux-image-RELEASE_VERSION_arm64.deb.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> PackageAsync(string series, CancellationToken cancellation) => (await File.ReadAllTextAsync(Path.Combine(await PlaceAsync(series, cancellation), "package"), cancellation)).Trim();

    /// <summary>What the kernel in a package calls itself.</summary>
    internal static string ReleaseOf(string package) => package.Split('_')[0]["linux-image-".Length..];

    /// <summary>Which version of Debian's the kernel of a series is: that of its sources, too.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> VersionAsync(string series, CancellationToken cancellation) => (await PackageAsync(series, cancellation)).Split('_')[1];

    private async Task<string> PlaceAsync(string series, CancellationToken cancellation)
    {
        return await cache.GetAsync($"guests/kernel-{series}", async (draft, stop) =>
        {
            string deb = await archive.DownloadAsync(_packages[series], stop);
            string image = Path.Combine(draft, "Image");
            await DebianArchive.ExtractAsync(deb, "./boot/vmlinuz-*", image, stop);
            KernelFormat format = KernelFormat.Identify(image);
            if (!format.IsArm64Image) throw new LaunchException(ExitStatus.Unavailable, $"the kernel in {deb} is {format.Description}, not an arm64 Image");
            await DebianArchive.ExtractAllAsync(deb, "*/drivers/virtio/*.ko*", Directory.CreateDirectory(Path.Combine(draft, Modules)).FullName, stop);
            await File.WriteAllTextAsync(Path.Combine(draft, "package"), Path.GetFileName(deb) + "\n", stop);
            File.Delete(deb);
        }, cancellation);
    }
}
