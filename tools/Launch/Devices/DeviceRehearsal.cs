using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Devices;

/// <summary>
/// Has QEMU make a machine with a guest's devices, which does not run and ends at once: images are opened and locked, ports and interfaces taken. So what QEMU refuses is said before anything starts, and not as a machine that failed.
/// It takes a tenth of a second. Whatever is inside a qcow2 is looked at by qemu-img, where that is installed.
/// </summary>
public static partial class DeviceRehearsal
{
    private const string ImageProgram = "qemu-img";
    private const int LeaksOnly = 3;
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    // The machine never runs: how much it is does not matter.
    private static readonly string[] _machine = ["-M", "virt", "-cpu", CpuModel.Default, "-m", "64M", "-S", "-display", "none", "-monitor", "stdio", "-no-user-config", "-nodefaults", "-nic", "none"];

    /// <summary>Tries devices that <see cref="DeviceCheck"/> found nothing wrong with.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">With what is wrong.</exception>
    public static async Task TryAsync(GuestDevices devices, CancellationToken cancellation)
    {
        if (!devices.AreAskedFor) return;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limit);
        try
        {
            HostCommand rehearsal = new("sh", ["-c", "echo quit | exec \"$@\"", "sh", QemuPrograms.OfHost, .. _machine, .. QemuDevices.Standard, .. new QemuDevices(devices).Arguments()]);
            HostCommandResult result = await rehearsal.RunAsync(limit.Token);
            if (result.Status != 0) throw new LaunchException(ExitStatus.BadInput, Refusal(result.Error));
            // An image that is in use may be changing: this comes second.
            foreach (GuestDisk disk in devices.Disks.Where(disk => disk.EffectiveFormat == DiskFormat.Qcow2)) await LookIntoAsync(disk, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LaunchException(ExitStatus.TimedOut, $"the guest's devices were not tried within {_limit.TotalSeconds:0} s: QEMU opens the images, and qemu-img looks into those that are qcow2");
        }
    }

    /// <summary>What QEMU's errors say, without what only says where in its own arguments.</summary>
    internal static string Refusal(IReadOnlyList<string> errors)
    {
        if (errors.Select(line => InUse().Match(line)).FirstOrDefault(match => match.Success) is { } inUse)
            return $"the disk {inUse.Groups[1].Value} is in use by another program, which this guest and it would both write: end that, or have both read it only (,readonly)";
        string[] said = [.. errors.Where(line => line.StartsWith(QemuPrograms.OfHost, StringComparison.Ordinal)).Select(line => Place().Replace(line, "")).Distinct()];
        return $"QEMU cannot give the guest its devices: {string.Join("; ", said.Length > 0 ? said : errors)}";
    }

    private static async Task LookIntoAsync(GuestDisk disk, CancellationToken cancellation)
    {
        if (!ProgramPath.Exists(ImageProgram)) return;
        HostCommandResult result = await new HostCommand(ImageProgram, "check", "-q", "-U", "-f", "qcow2", System.IO.Path.GetFullPath(disk.File)).RunAsync(cancellation);
        if (result.Status is 0 or LeaksOnly) return;
        string first = result.Error.Concat(result.Output).FirstOrDefault() ?? $"status {result.Status}";
        throw new LaunchException(ExitStatus.BadInput, $"the disk {disk.File} is damaged, or a part of it is missing: {first.TrimEnd('.')}; `qemu-img check {disk.File}` says more");
    }

    [GeneratedRegex(@"^Is another process using the image \[(.*)\]\?$")]
    private static partial Regex InUse();

    // "qemu-system-aarch64: -drive if=none,…: what is wrong"; values have spaces only where a path has.
    [GeneratedRegex(@"^[^:]+: (?:-\S+ [^ ]*(?: [^ ]*=[^ ]*)*: )?")]
    private static partial Regex Place();
}
