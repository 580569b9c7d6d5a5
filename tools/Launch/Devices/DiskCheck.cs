using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Devices;

/// <summary>Looks for what is wrong with images of disks, as far as the files tell.</summary>
internal static class DiskCheck
{
    public static IEnumerable<string> Problems(IReadOnlyList<GuestDisk> disks)
    {
        if (disks.Count > GuestDisk.Most) yield return $"a guest has at most {GuestDisk.Most} disks, not {disks.Count}";
        foreach (string problem in disks.Select(Problem).OfType<string>().Distinct()) yield return problem;
        foreach (string twice in DeviceCheck.Repeated(disks.Where(disk => File.Exists(disk.File)).Select(disk => RealPath(disk.File)))) yield return $"the disk {twice} is named twice: two disks of one image would overwrite each other";
        foreach (string twice in DeviceCheck.Repeated(disks.Select(disk => disk.Serial).OfType<string>())) yield return $"two disks have the serial number {twice}: a guest could not tell them apart";
    }

    private static string? Problem(GuestDisk disk)
    {
        if (disk.Serial is { } serial && (serial.Length is 0 or > GuestDisk.LongestSerial || !serial.All(char.IsAsciiLetterOrDigit)))
            return $"a disk's serial number is 1 to {GuestDisk.LongestSerial} letters and digits, not \"{serial}\"";
        if (InputPath.Problem(disk.File, "disk") is { } unreadable) return unreadable;
        if (!disk.IsReadOnly && WriteProblem(disk.File) is { } unwritable) return $"{unwritable}; {disk.File},readonly is a disk that the guest only reads";
        DiskImage image = DiskImage.Identify(disk.File);
        DiskFormat format = disk.Format ?? image.Format;
        if (format == DiskFormat.Qcow2 && image.Format != DiskFormat.Qcow2) return $"the disk {disk.File} is no qcow2: leave out format=qcow2";
        if (image.Foreign is { } foreign && disk.Format is null or DiskFormat.Qcow2) return $"the disk {disk.File} is {foreign}: a disk is a qcow2 or the bytes themselves{(image.Format == DiskFormat.Raw ? ", which format=raw says they are" : "")}";
        return disk.Bytes < DiskImage.SectorBytes ? $"the disk {disk.File} has {disk.Bytes} bytes: a disk has a sector of {DiskImage.SectorBytes} at least" : null;
    }

    /// <summary>Why an image cannot be written; null if it can. Opening it changes nothing in it.</summary>
    public static string? WriteProblem(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the disk {path} cannot be written: {e.Message}";
        }
    }

    private static string RealPath(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
}
