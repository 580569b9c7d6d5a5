using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Systems;

/// <summary>Makes a guest's system its first disk, with the kernel and the initramfs that are on it.</summary>
internal static class RootDisk
{
    /// <summary>The configuration with the disk and what it boots.</summary>
    /// <param name="configuration">One whose <see cref="ClusterConfiguration.Root"/>'s image is there.</param>
    /// <param name="directory">Where files of the run go.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If the image has no kernel or no initramfs, or is damaged.</exception>
    public static async Task<ClusterConfiguration> AttachAsync(ClusterConfiguration configuration, RunDirectory directory, CancellationToken cancellation)
    {
        if (configuration.Root is not { } root) return configuration;
        string image = root.File ?? root.Base ?? throw new LaunchException(ExitStatus.Unavailable, $"the system {root.Distribution} has not been made");
        string kernel = directory.File("kernel"), initrd = directory.File("initrd");
        await new RootImage(image).TakeBootFilesAsync(kernel, initrd, cancellation);
        GuestDisk disk = root.File is null
            ? new GuestDisk(await OverlayAsync(image, root.Bytes ?? GuestRoot.DefaultBytes, directory, cancellation), Format: DiskFormat.Qcow2, Serial: GuestRoot.Serial)
            : new GuestDisk(image, Format: DiskFormat.Raw, Serial: GuestRoot.Serial);
        return configuration with { Kernel = kernel, Initrd = initrd, Devices = configuration.Devices with { Disks = [disk, .. configuration.Devices.Disks] } };
    }

    private static async Task<string> OverlayAsync(string image, long bytes, RunDirectory directory, CancellationToken cancellation)
    {
        string overlay = directory.File("root.qcow2");
        await new HostCommand("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", image, overlay, $"{bytes}").RunCheckedAsync(cancellation);
        return overlay;
    }
}
