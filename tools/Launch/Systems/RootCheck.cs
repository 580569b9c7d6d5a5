using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Systems;

/// <summary>Looks for what is wrong with a system that a guest is to boot from its disk.</summary>
internal static class RootCheck
{
    public static IEnumerable<string> Problems(ClusterConfiguration configuration)
    {
        if (configuration.HasSsh)
        {
            if (configuration.HasOurInit) yield return "--ssh is for a guest with a server: Pilevisor's own has none, --distro makes one that has, and so may one by --kernel, --initrd and --disk";
            if (configuration.Devices.Network is not { Tap: null }) yield return "--ssh takes a port of this host that leads to the guest: it needs --net user";
        }

        if (configuration.Root is not { } root) yield break;
        if (configuration.Kernel is not null || configuration.Initrd is not null) yield return "a system on a disk boots its own kernel and initramfs: leave out --kernel and --initrd, or --distro and --root";
        if (configuration.Packages.Count > 0) yield return "--packages are for Pilevisor's own initrd: a system on a disk installs them itself (apt-get install)";
        if (configuration.Programs.Count > 0) yield return "guest programs are in Pilevisor's own initrd: a system on a disk has those that are installed on it";
        if (configuration.Devices.Disks.Any(disk => disk.Serial == GuestRoot.Serial)) yield return $"serial={GuestRoot.Serial} is the disk that the system is on: call the other one something else";
        if (root.Distribution is { } name && name != GuestRoot.Debian) yield return $"no distribution {name}: there is {GuestRoot.Debian}";
        if (SizeProblem(root) is { } wrongSize) yield return wrongSize;
        if (root.File is { } file && FileProblem(root, file) is { } wrongFile) yield return wrongFile;
    }

    private static string? SizeProblem(GuestRoot root)
    {
        if (root.Bytes is not { } bytes) return null;
        if (bytes < GuestRoot.LeastBytes || bytes > GuestRoot.MostBytes) return $"a system's disk has {ByteSize.Format(GuestRoot.LeastBytes)} to {ByteSize.Format(GuestRoot.MostBytes)}, not {ByteSize.Format(bytes)}";
        if (bytes % ByteSize.MiB != 0) return $"the size of a system's disk is a multiple of 1M, which {bytes} is not";
        if (root.Distribution is null) return "--size is for a disk that is made: it goes with --distro";
        return root.File is { } file && File.Exists(file) && InputPath.Length(file) != bytes
            ? $"the root {file} has {ByteSize.Format(InputPath.Length(file))} already: leave out --size, or enlarge it (`truncate -s {ByteSize.Format(bytes)} {file}`; the guest's file system follows)"
            : null;
    }

    private static string? FileProblem(GuestRoot root, string file)
    {
        if (!File.Exists(file)) return root.Distribution is null ? $"no such root: {file}; with --distro {GuestRoot.Debian} it is made" : OutputPath.FileProblem(file, "the root");
        return RootImage.Problem(file) ?? DiskCheck.WriteProblem(file);
    }
}
