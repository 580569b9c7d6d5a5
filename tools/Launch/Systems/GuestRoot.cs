using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Systems;

/// <summary>A system that the guest boots from its first disk, with the kernel and the initramfs that are on it.</summary>
public sealed record GuestRoot
{
    /// <summary>What <see cref="Distribution"/> may be.</summary>
    public const string Debian = "debian";

    /// <summary>What the guest finds the disk by: its serial number.</summary>
    public const string Serial = "root";

    /// <summary>How large the disk is, in bytes, unless it is said.</summary>
    public const long DefaultBytes = 4 * ByteSize.GiB;

    /// <summary>The smallest disk, in bytes: that of a system that nothing was added to.</summary>
    public const long LeastBytes = 2 * ByteSize.GiB;

    /// <summary>The largest disk, in bytes.</summary>
    public const long MostBytes = 1024 * ByteSize.GiB;

    /// <summary>Which system is made where there is none yet; null if <see cref="File"/> is there.</summary>
    public string? Distribution { get; init; }

    /// <summary>The image that keeps what the guest changes, raw, with an ext4 over all of it. If null, that is thrown away at the end.</summary>
    public string? File { get; init; }

    /// <summary>How large the disk is made, in bytes, a multiple of 1 MiB; <see cref="DefaultBytes"/> if null.</summary>
    public long? Bytes { get; init; }

    /// <summary>The image of the distribution, which nobody writes to; null until it is made.</summary>
    public string? Base { get; init; }
}
