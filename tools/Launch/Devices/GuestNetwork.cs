using System;
using System.Collections.Generic;
using System.IO;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Devices;

/// <summary>
/// The guest's network card. Without <see cref="Tap"/> it is on a network of QEMU's own, which leads out through this host's connections, as those of the user who started it: the guest is 10.0.2.15, by DHCP, and the host 10.0.2.2.
/// </summary>
public sealed record GuestNetwork
{
    /// <summary>The longest name of an interface (Linux, IFNAMSIZ, without the 0 at its end).</summary>
    public const int LongestInterface = 15;

    /// <summary>The card's Ethernet address: not one of a node's.</summary>
    public static MacAddress Address { get; } = new(0x5254_0050_4700);

    /// <summary>The interface of this host, one of kind tap, that gets the guest's frames and gives it others; null for QEMU's own network.</summary>
    public string? Tap { get; init; }

    /// <summary>Whether <see cref="Tap"/> was made for several queues (`multi_queue`): the network then has a pair for each CPU of the guest.</summary>
    public bool HasSeveralQueues => Tap is not null && HasSeveral($"/sys/class/net/{Tap}/tun_flags");

    /// <summary>Ports of this host that lead to the guest; only with QEMU's own network.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    // Linux, include/uapi/linux/if_tun.h: IFF_MULTI_QUEUE. An interface that is no tap has no such file, which is said elsewhere.
    private static bool HasSeveral(string flags) => File.Exists(flags) && (Convert.ToInt32(File.ReadAllText(flags).Trim(), 16) & 0x0100) != 0;
}
