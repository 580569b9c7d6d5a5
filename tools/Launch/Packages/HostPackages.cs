using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Packages;

/// <summary>The Debian packages that this host needs, and which of them are missing.</summary>
public static class HostPackages
{
    /// <summary>What building an image takes.</summary>
    public static IReadOnlyList<HostPackage> ForImages { get; } =
    [
        new("clang", "assembles the image's leaves", "clang"),
        new("lld", "links images", "ld.lld"),
        new("llvm", "makes flat binaries of images, names the addresses in a panic", "llvm-objcopy"),
    ];

    /// <summary>What running a cluster takes.</summary>
    public static IReadOnlyList<HostPackage> ForClusters { get; } =
    [
        .. ForImages,
        new("qemu-system-arm", "the machines (7.2)", "qemu-system-aarch64"),
        new("gcc-aarch64-linux-gnu", "compiles the guest programs", "aarch64-linux-gnu-gcc"),
        new("libc6-dev-arm64-cross", "their C library", "/usr/aarch64-linux-gnu/lib/libc.a"),
        new("xz-utils", "unpacks the sources of guests' kernels", "xz"),
    ];

    /// <summary>What a guest with devices takes besides.</summary>
    public static IReadOnlyList<HostPackage> ForDevices { get; } =
    [
        new("kmod", "finds what modules of a guest's kernel depend on", "/sbin/depmod"),
        new("qemu-utils", "looks into images of disks", "qemu-img"),
    ];

    /// <summary>What a system takes besides that the guest boots from a disk.</summary>
    public static IReadOnlyList<HostPackage> ForSystems { get; } =
    [
        .. ForDevices,
        new("debootstrap", "unpacks a Debian for the guest", "/usr/sbin/debootstrap"),
        new("e2fsprogs", "makes its file system, and reads its kernel there", "/sbin/debugfs"),
        new("fakeroot", "does so without root's rights", "fakeroot"),
        new("openssh-client", "gets into it", "ssh-keygen"),
    ];

    /// <summary>What a guest takes.</summary>
    /// <param name="configuration">The guest.</param>
    public static IReadOnlyList<HostPackage> For(ClusterConfiguration configuration) =>
        configuration.Root is not null || configuration.HasSsh ? [.. ForClusters, .. ForSystems] : configuration.Devices.AreAskedFor ? [.. ForClusters, .. ForDevices] : ForClusters;

    /// <summary>What the tests take.</summary>
    public static IReadOnlyList<HostPackage> ForTests { get; } =
    [
        .. ForClusters,
        .. ForSystems,
        new("chromium", "opens the report of `compare`", "chromium"),
        new("iperf3", "measures guests' networks", "iperf3"),
        new("tshark", "reads captures as Wireshark does", "tshark"),
        new("device-tree-compiler", "an independent check of device trees", "dtc"),
    ];

    /// <summary>Whether a package is installed.</summary>
    public static bool IsInstalled(HostPackage package) => Path.IsPathRooted(package.Probe) ? File.Exists(package.Probe) : ProgramPath.Exists(package.Probe);

    /// <summary>Those that are not installed.</summary>
    public static IReadOnlyList<HostPackage> MissingOf(IEnumerable<HostPackage> packages) => packages.Where(p => !IsInstalled(p)).ToArray();
}
