using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Devices;

/// <summary>What a guest has, in words.</summary>
public static class DeviceDescription
{
    /// <summary>All of it, on a line; the images must be there.</summary>
    public static string Of(GuestDevices devices) =>
        string.Join(", ", [.. devices.Disks.Select(Disk), .. devices.Network is { } network ? [Network(network)] : (string[])[], .. devices.Shares.Select(Share), .. devices.EffectiveEntropy ? (string[])["a source of entropy"] : []]);

    private static string Disk(GuestDisk disk) => $"disk {disk.File} ({Size(disk.Bytes)}, {Name(disk.EffectiveFormat)}{(disk.IsReadOnly ? ", read-only" : "")})";

    private static string Network(GuestNetwork network)
    {
        IEnumerable<string> parts = network.Forwards.Select(forward => $"host's {forward.Protocol.ToUpperInvariant()} port {forward.HostPort} to {forward.GuestPort}").Prepend(network.Tap is { } tap ? $"tap {tap}" : "user");
        return $"network ({string.Join(", ", parts)})";
    }

    private static string Share(GuestShare share) => $"directory {share.Directory} as {share.EffectiveTag}{(share.IsReadOnly ? " (read-only)" : "")}";

    /// <summary>What a format is called, here and by QEMU.</summary>
    public static string Name(DiskFormat format) => format == DiskFormat.Qcow2 ? "qcow2" : "raw";

    // As ls -h would.
    private static string Size(long bytes) => bytes >= ByteSize.GiB && bytes % ByteSize.MiB != 0 ? $"{bytes / (double)ByteSize.GiB:0.0}G" : ByteSize.Format(bytes);
}
