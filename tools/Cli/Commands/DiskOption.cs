using System.CommandLine;
using System.Linq;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>FILE[,readonly][,format=raw|qcow2][,serial=NAME]: an image for the guest.</summary>
internal static class DiskOption
{
    private const string Serial = "serial=";

    public static Option<GuestDisk[]> Create(string name) => RepeatedOption.Create<GuestDisk>(name, "An image that is a disk of the guest, qcow2 or raw: FILE,readonly one that it only reads, and ,serial=NAME is what it is found by; may be given again", "FILE", Read);

    internal static GuestDisk? Read(string text, out string? problem)
    {
        string[] parts = CommaText.Split(text);
        GuestDisk disk = new(parts[0]);
        problem = parts[0].Length == 0 ? "a disk needs a file name" : null;
        foreach (string part in parts.Skip(1))
        {
            if (part == "readonly") disk = disk with { IsReadOnly = true };
            else if (part == "format=raw") disk = disk with { Format = DiskFormat.Raw };
            else if (part == "format=qcow2") disk = disk with { Format = DiskFormat.Qcow2 };
            else if (part.StartsWith(Serial, System.StringComparison.Ordinal)) disk = disk with { Serial = part[Serial.Length..] };
            else problem ??= $"'{part}' is nothing that a disk can be: readonly, format=raw, format=qcow2 or serial=NAME{CommaText.Hint}";
        }

        return problem is null ? disk : null;
    }
}
