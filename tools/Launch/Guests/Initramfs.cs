using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// The guest's first file system: busybox, samples/guests/init, guest programs, Debian's packages and what this run wants done. It is written anew for every run, straight through: 2 MB, and what the packages have.
/// </summary>
/// <param name="layout">Says where the init script is.</param>
/// <param name="busybox">The user space.</param>
/// <param name="programs">The guest programs.</param>
/// <param name="packages">Debian's packages.</param>
public sealed class Initramfs(RepositoryLayout layout, Busybox busybox, GuestPrograms programs, GuestPackages packages)
{
    // The static busybox runs itself for every name that it knows, whatever PATH has: with packages, Debian's other one takes its place, which does not.
    private const string BusyboxPackage = "busybox";

    // What Debian's busybox has udhcpc run unless it is told otherwise.
    private const string DhcpScript = "etc/udhcpc/default.script";

    // Directories of ours, and those of packages that nothing runs by.
    private static readonly HashSet<string> _notFromPackages =
    [
        "bin", "dev", "init", "pilevisor", "proc", "root", "share", "sys", "tmp", "boot",
        "usr/share/bash-completion", "usr/share/bug", "usr/share/doc", "usr/share/doc-base", "usr/share/gcc", "usr/share/gdb", "usr/share/info", "usr/share/lintian", "usr/share/locale", "usr/share/man", "usr/share/menu", "usr/share/pixmaps",
    ];

    /// <summary>Writes the archive.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If something of it cannot be had.</exception>
    public async Task WriteAsync(string path, InitramfsContent content, CancellationToken cancellation)
    {
        string shell = await busybox.GetAsync(cancellation);
        List<string> files = [];
        foreach (string name in content.Programs.Order(StringComparer.Ordinal)) files.Add(await programs.GetAsync(name, cancellation));
        string? tree = content.Packages.Count == 0 ? null : await packages.GetAsync([.. content.Packages, BusyboxPackage], cancellation);
        await using FileStream output = File.Create(path);
        using CpioWriter archive = new(output);
        foreach (string directory in (string[])["bin", "dev", "pilevisor", "proc", "root", "sys", "tmp"]) archive.AddDirectory(directory);
        archive.AddFileFrom("init", Path.Combine(layout.GuestSources, "init"), executable: true);
        archive.AddFileFrom("pilevisor/online-cpus", Path.Combine(layout.GuestSources, "online-cpus"), executable: true);
        if (content.Grows) archive.AddFileFrom("pilevisor/on-uevent", Path.Combine(layout.GuestSources, "on-uevent"), executable: true);
        AddDevices(archive, content);

        if (tree is null) archive.AddFileFrom("bin/busybox", shell, executable: true);
        else archive.AddLink("bin/busybox", "../usr/bin/busybox");
        string[] applets = await File.ReadAllLinesAsync(Path.Combine(layout.GuestSources, "applets"), cancellation);
        foreach (string applet in applets) archive.AddLink($"bin/{applet}", "busybox");
        foreach (string file in files) archive.AddFileFrom($"bin/{Path.GetFileNameWithoutExtension(file)}", file, executable: true);
        if (tree is not null) AddPackages(archive, tree, [.. _notFromPackages, .. content.LeftOut], [.. applets, .. files.Select(file => Path.GetFileNameWithoutExtension(file)), "busybox"]);
        if (content.HasNetwork && (tree is null || !File.Exists(Path.Combine(tree, DhcpScript)))) AddDhcpScript(archive);
        if (content.KernelSources is { } sources)
        {
            archive.AddDirectory(KernelSources.Place);
            archive.AddTree(sources, KernelSources.Place);
        }

        archive.AddFile("pilevisor/token", Encoding.ASCII.GetBytes(content.Token + "\n"));
        if (content.Terminal is { } size)
        {
            archive.AddFile("pilevisor/size", Encoding.ASCII.GetBytes($"{size}\n"));
            archive.AddFileFrom("pilevisor/terminal", await programs.TerminalAsync(cancellation), executable: true);
        }

        if (content.Command is not null) archive.AddFile("pilevisor/command", Encoding.UTF8.GetBytes(content.Command + "\n"));
    }

    private static void AddDevices(CpioWriter archive, InitramfsContent content)
    {
        if (content.Modules.Count > 0) archive.AddDirectory("pilevisor/modules");
        // The init script inserts them in the order of these names.
        foreach ((int i, string module) in content.Modules.Index()) archive.AddFileFrom($"pilevisor/modules/{i:00}-{Path.GetFileName(module)}", module);
        if (content.ShareTags.Count == 0) return;
        archive.AddDirectory("share");
        foreach (string tag in content.ShareTags) archive.AddDirectory($"share/{tag}");
    }

    // Where packages have /etc already, a second entry for it changes nothing.
    private void AddDhcpScript(CpioWriter archive)
    {
        foreach (string directory in (string[])["etc", "etc/udhcpc"]) archive.AddDirectory(directory);
        archive.AddFileFrom(DhcpScript, Path.Combine(layout.GuestSources, "udhcpc"), executable: true);
    }

    // /bin stays ours, and /init and the shell with it; what packages have, and we do not, is in /bin as well as in /usr/bin, for scripts that say so.
    private static void AddPackages(CpioWriter archive, string tree, HashSet<string> leftOut, HashSet<string> ours)
    {
        archive.AddTree(tree, leftOut);
        foreach (string name in Directory.EnumerateFileSystemEntries(Path.Combine(tree, "usr", "bin")).Select(path => Path.GetFileName(path)).Where(name => !ours.Contains(name)).Order(StringComparer.Ordinal)) archive.AddLink($"bin/{name}", $"../usr/bin/{name}");
        foreach ((string file, string text) in ((string, string)[])[("passwd", "root:x:0:0:root:/root:/bin/sh\n"), ("group", "root:x:0:\n")])
        {
            if (!File.Exists(Path.Combine(tree, "etc", file))) archive.AddFile($"etc/{file}", Encoding.ASCII.GetBytes(text));
        }
    }
}
