using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Image.Tests;

/// <summary>A root file system of Debian's own packages, as an initrd: udev and what it needs, unpacked, and a first program that starts it as Debian does. Nothing of it knows Pilevisor but what docs/operations.md says.</summary>
public sealed class DebianRoot(RepositoryLayout layout, DebianArchive archive, GuestCache cache, GuestKernels kernels)
{
    /// <summary>What the console shows once all devices that were there at boot have been dealt with.</summary>
    public const string IsUp = "Debian is up";

    // Debian's udev inserts the modules of the devices that it finds: by what depmod says is for which.
    private const string Init = $"""
        #!/bin/sh
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs devtmpfs /dev
        mount -t tmpfs tmpfs /run
        depmod
        /lib/systemd/systemd-udevd --daemon
        udevadm trigger --action=add
        udevadm settle
        echo {IsUp}
        exec sleep infinity

        """;

    private const string Page = "operations.md";

    /// <summary>Writes the archive.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="series">The kernel's series, whose modules it has.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task WriteAsync(string path, string series, CancellationToken cancellation)
    {
        string root = await cache.GetAsync("guests/debian-root", MakeAsync, cancellation);
        string release = await kernels.ReleaseAsync(series, cancellation);
        await using FileStream output = File.Create(path);
        using CpioWriter writer = new(output);
        writer.AddTree(root, new HashSet<string>());
        foreach (string directory in (string[])["dev", "proc", "run", "sys", "tmp", "usr/local", "usr/local/sbin", "lib/modules", $"lib/modules/{release}"]) writer.AddDirectory(directory);
        foreach (string module in await kernels.MemoryModulesAsync(series, cancellation)) writer.AddFileFrom($"lib/modules/{release}/{Path.GetFileName(module)}", module);
        writer.AddFile("init", Encoding.ASCII.GetBytes(Init), executable: true);
        writer.AddFileFrom("usr/local/sbin/on-uevent", Path.Combine(layout.GuestSources, "on-uevent"), executable: true);
        writer.AddFile("etc/udev/rules.d/90-pilevisor.rules", Encoding.ASCII.GetBytes(Rules()));
    }

    // As they stand in the documentation.
    private string Rules() => string.Concat(File.ReadLines(Path.Combine(layout.Root, "docs", Page)).Select(line => line.TrimStart()).Where(line => line.StartsWith("SUBSYSTEM", StringComparison.Ordinal)).Select(line => line + "\n"));

    private async Task MakeAsync(string draft, CancellationToken cancellation)
    {
        string downloads = Path.Combine(draft, "downloads");
        foreach (string deb in await archive.DownloadAllAsync(["coreutils", "dash", "kmod", "mount", "udev"], downloads, cancellation)) await DebianArchive.UnpackAsync(deb, draft, cancellation);
        // Of no use to a test, and most of it.
        foreach (string directory in (string[])[downloads, Path.Combine(draft, "usr", "share"), Path.Combine(draft, "lib", "udev", "hwdb.d")]) Directory.Delete(directory, recursive: true);
    }
}
