using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Launch.Guests;

/// <summary>The kernel modules by which a guest uses its devices, without what those depend on. A kernel may have some of them built in.</summary>
public static class DeviceModules
{
    private const string Transport = "virtio_mmio";
    private static readonly string[] _disks = ["virtio_blk", "ext4"];
    private static readonly string[] _network = ["virtio_net", "af_packet"];
    private static readonly string[] _shares = ["9pnet_virtio", "9p"];
    private static readonly string[] _entropy = ["virtio_rng"];

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Transport, .. _disks, .. _network, .. _shares, .. _entropy];

    /// <summary>Those of the devices that somebody asked for: nobody else's boot gets longer.</summary>
    public static IReadOnlyList<string> Of(GuestDevices devices)
    {
        IEnumerable<string> its = [.. devices.Disks.Count > 0 ? _disks : [], .. devices.Network is not null ? _network : [], .. devices.Shares.Count > 0 ? _shares : [], .. devices.Entropy == true ? _entropy : []];
        return [.. its.Any() ? its.Prepend(Transport) : []];
    }
}
