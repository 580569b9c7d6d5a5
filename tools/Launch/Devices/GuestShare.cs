using System.IO;

namespace Pilevisor.Launch.Devices;

/// <summary>A directory of this host that the guest can mount (9p). What the guest makes there belongs to the user who runs QEMU.</summary>
/// <param name="Directory">Its path.</param>
/// <param name="Tag">What the guest mounts it by; if null, the directory's name.</param>
/// <param name="IsReadOnly">Whether the guest can only read it.</param>
public sealed record GuestShare(string Directory, string? Tag = null, bool IsReadOnly = false)
{
    /// <summary>The most of a guest.</summary>
    public const int Most = 8;

    /// <summary>The longest tag, in bytes: QEMU's, whose 32 have a 0 at the end.</summary>
    public const int LongestTag = 31;

    /// <summary><see cref="Tag"/>, or its default; empty for the root directory, which has no name.</summary>
    public string EffectiveTag => Tag ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Directory)));
}
