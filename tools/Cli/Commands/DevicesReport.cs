using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>A guest's devices, for --json.</summary>
/// <param name="Disks">Disks, in the order in which the guest has them.</param>
/// <param name="Network">"user", "tap=NAME", or "none".</param>
/// <param name="Forwards">Ports of this host that lead to the guest, as --net takes them.</param>
/// <param name="Shares">Directories of this host.</param>
/// <param name="Entropy">Whether there is a source of entropy.</param>
internal sealed record DevicesReport(IReadOnlyList<DiskReport> Disks, string Network, IReadOnlyList<string> Forwards, IReadOnlyList<ShareReport> Shares, bool Entropy)
{
    /// <summary>Of devices on a board that can have them, or that are none.</summary>
    /// <param name="devices">What was asked for.</param>
    /// <param name="hasVirtio">Whether the board can have them.</param>
    public static DevicesReport Of(GuestDevices devices, bool hasVirtio) => new(
        [.. devices.Disks.Select(disk => new DiskReport(disk.File, DeviceDescription.Name(disk.EffectiveFormat), disk.Bytes, disk.IsReadOnly, disk.Serial))],
        devices.Network is not { } network ? "none" : network.Tap is { } tap ? $"tap={tap}" : "user",
        [.. devices.Network?.Forwards.Select(forward => $"{forward.Protocol}:{forward.HostPort}:{forward.GuestPort}") ?? []],
        [.. devices.Shares.Select(share => new ShareReport(share.Directory, share.EffectiveTag, share.IsReadOnly))],
        hasVirtio && devices.EffectiveEntropy);
}
