using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Machines;

/// <summary>A machine's network card: one raw Ethernet frame a datagram.</summary>
/// <param name="LocalPath">The socket that QEMU binds.</param>
/// <param name="RemotePath">The switch's socket.</param>
/// <param name="Node">The node's number: the last byte of its address.</param>
/// <param name="Mtu">The longest frame that it says it carries, in bytes behind the Ethernet header; null if it says nothing, as only a virtio-net can.</param>
public sealed record QemuNic(string LocalPath, string RemotePath, int Node, int? Mtu = null)
{
    /// <summary>The Ethernet address of machine <paramref name="node"/>.</summary>
    public static MacAddress AddressOf(int node) => new(0x5254_0050_5600 | (ulong)(uint)node);

    /// <summary>An Ethernet address as QEMU reads it.</summary>
    internal static string Text(MacAddress address) => string.Join(':', Enumerable.Range(0, 6).Select(i => $"{address.Value >> (40 - (8 * i)) & 0xff:x2}"));

    /// <summary>The arguments.</summary>
    /// <param name="kind">How the board has it attached; not <see cref="NicKind.None"/>.</param>
    /// <param name="before">How many of the board's own come before it, and are connected to nothing.</param>
    public IReadOnlyList<string> Arguments(NicKind kind, int before = 0)
    {
        string[] wire = ["-netdev", $"dgram,id=n0,local.type=unix,local.path={QemuOption.Value(LocalPath)},remote.type=unix,remote.path={QemuOption.Value(RemotePath)}"];
        return kind == NicKind.Onboard
            ? [.. Enumerable.Repeat<string[]>(["-net", "nic"], before).SelectMany(nic => nic), .. wire, "-net", $"nic,netdev=n0,macaddr={Text(AddressOf(Node))}"]
            : [.. wire, "-device", $"virtio-net-device,netdev=n0,mac={Text(AddressOf(Node))}{(Mtu is { } mtu ? $",host_mtu={mtu}" : "")},bus={QemuDevices.LinkBus}"];
    }
}
