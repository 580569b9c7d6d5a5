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
/// The guest's first file system: busybox, samples/guests/init, guest programs and what this run wants done. It is written anew for every run, straight through: 2 MB.
/// </summary>
/// <param name="layout">Says where the init script is.</param>
/// <param name="busybox">The user space.</param>
/// <param name="programs">The guest programs.</param>
public sealed class Initramfs(RepositoryLayout layout, Busybox busybox, GuestPrograms programs)
{
    /// <summary>Writes the archive.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="token">How this run's host knows the lines of its init script: see <see cref="Running.MarkerScanner"/>.</param>
    /// <param name="command">What the guest's shell runs; an interactive shell if null.</param>
    /// <param name="terminal">The size of the terminal that the shell is on; null if it is on none.</param>
    /// <param name="grows">Whether more CPUs and memory may come while the guest runs.</param>
    /// <param name="modules">Kernel modules that the guest inserts to use memory that is added while it runs.</param>
    /// <param name="wanted">Names of guest programs for /bin.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task WriteAsync(string path, string token, string? command, TerminalSize? terminal, bool grows, IReadOnlyList<string> modules, IReadOnlyList<string> wanted, CancellationToken cancellation)
    {
        string shell = await busybox.GetAsync(cancellation);
        List<string> files = [];
        foreach (string name in wanted.Order(StringComparer.Ordinal)) files.Add(await programs.GetAsync(name, cancellation));
        await using FileStream output = File.Create(path);
        using CpioWriter archive = new(output);
        foreach (string directory in (string[])["bin", "dev", "pilevisor", "proc", "root", "sys", "tmp"]) archive.AddDirectory(directory);
        archive.AddFileFrom("init", Path.Combine(layout.GuestSources, "init"), executable: true);
        archive.AddFileFrom("pilevisor/online-cpus", Path.Combine(layout.GuestSources, "online-cpus"), executable: true);
        if (grows)
        {
            archive.AddFileFrom("pilevisor/on-uevent", Path.Combine(layout.GuestSources, "on-uevent"), executable: true);
            archive.AddDirectory("pilevisor/modules");
            // The init script inserts them in the order of these names.
            for (int i = 0; i < modules.Count; i++) archive.AddFileFrom($"pilevisor/modules/{i}-{Path.GetFileName(modules[i])}", modules[i]);
        }

        archive.AddFileFrom("bin/busybox", shell, executable: true);
        string[] applets = await File.ReadAllLinesAsync(Path.Combine(layout.GuestSources, "applets"), cancellation);
        foreach (string applet in applets) archive.AddLink($"bin/{applet}", "busybox");
        foreach (string file in files) archive.AddFileFrom($"bin/{Path.GetFileNameWithoutExtension(file)}", file, executable: true);
        archive.AddFile("pilevisor/token", Encoding.ASCII.GetBytes(token + "\n"));
        if (terminal is { } size)
        {
            archive.AddFile("pilevisor/size", Encoding.ASCII.GetBytes($"{size}\n"));
            archive.AddFileFrom("pilevisor/terminal", await programs.TerminalAsync(cancellation), executable: true);
        }

        if (command is not null) archive.AddFile("pilevisor/command", Encoding.UTF8.GetBytes(command + "\n"));
    }
}
