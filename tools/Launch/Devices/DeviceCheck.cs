using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Devices;

/// <summary>Looks for what is wrong with a guest's devices before anything starts, as far as files and ports tell; <see cref="DeviceRehearsal"/> asks QEMU for the rest.</summary>
public static class DeviceCheck
{
    private static readonly string _able = string.Join(", ", QemuBoard.All.Where(board => board.HasVirtio).Select(board => board.Name));

    /// <summary>What is wrong, each with what would be right; empty if nothing is.</summary>
    /// <param name="configuration">What is to be booted.</param>
    /// <param name="board">Its board; null if that is not known, which is said elsewhere.</param>
    public static IEnumerable<string> Problems(ClusterConfiguration configuration, QemuBoard? board)
    {
        GuestDevices devices = configuration.Devices;
        if (board is { HasVirtio: false } && (devices.AreAskedFor || configuration.Root is not null))
            return [$"the board {board.Name} has no virtio-mmio, by which a guest has {string.Join(", ", Options(configuration))}: leave that out, or boot on {_able}"];
        return [.. DiskCheck.Problems(devices.Disks), .. NetworkCheck.Problems(devices.Network), .. ShareCheck.Problems(devices.Shares)];
    }

    /// <summary>What is given twice, each once.</summary>
    internal static IEnumerable<T> Repeated<T>(IEnumerable<T> values, IEqualityComparer<T>? comparer = null) => values.GroupBy(value => value, comparer).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<string> Options(ClusterConfiguration configuration)
    {
        GuestDevices devices = configuration.Devices;
        if (configuration.Root is { } root) yield return root.Distribution is null ? "--root" : "--distro";
        if (devices.Disks.Count > 0) yield return "--disk";
        if (devices.Network is not null) yield return "--net";
        if (devices.Shares.Count > 0) yield return "--share";
        if (devices.Entropy == true) yield return "--rng";
    }
}
