using System.Collections.Generic;

namespace Pilevisor.Launch.Devices;

/// <summary>What the guest has besides CPUs, memory and its console. All of it is at the leader's machine, or at the plain machine, and takes a board with virtio-mmio.</summary>
public sealed record GuestDevices
{
    /// <summary>Whether a guest that nothing is said for has a source of entropy, on boards that can have one: without one, a program that asks for random bytes early may wait for ever.</summary>
    public const bool HasEntropyByDefault = true;

    /// <summary>Disks, in the order in which the guest finds them.</summary>
    public IReadOnlyList<GuestDisk> Disks { get; init; } = [];

    /// <summary>A network card; none if null.</summary>
    public GuestNetwork? Network { get; init; }

    /// <summary>Directories of this host.</summary>
    public IReadOnlyList<GuestShare> Shares { get; init; } = [];

    /// <summary>Whether there is a source of entropy (virtio-rng); if null, nobody has asked, and <see cref="HasEntropyByDefault"/> says.</summary>
    public bool? Entropy { get; init; }

    /// <summary><see cref="Entropy"/>, or its default.</summary>
    public bool EffectiveEntropy => Entropy ?? HasEntropyByDefault;

    /// <summary>Whether something is there that was asked for.</summary>
    public bool AreAskedFor => Disks.Count > 0 || Network is not null || Shares.Count > 0 || Entropy == true;
}
