using System.Collections.Generic;

namespace Pilevisor.Launch.Guests;

/// <summary>What is in a guest's first file system beside busybox and our /init.</summary>
public sealed record InitramfsContent
{
    /// <summary>How this run's host knows the lines of its init script: see <see cref="Running.MarkerScanner"/>.</summary>
    public required string Token { get; init; }

    /// <summary>What the guest's shell runs; an interactive shell if null.</summary>
    public string? Command { get; init; }

    /// <summary>The size of the terminal that the shell is on; null if it is on none.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>Whether more CPUs and memory may come while the guest runs.</summary>
    public bool Grows { get; init; }

    /// <summary>Kernel modules that the guest inserts before anything else, in their order.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Whether the guest has a network card: then it has what udhcpc runs.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>What the guest mounts, each at /share and its own name.</summary>
    public IReadOnlyList<string> ShareTags { get; init; } = [];

    /// <summary>Names of guest programs for /bin.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Names of Debian's packages.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Paths within the packages' tree that the guest does without, without a leading slash.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The directory of this host with sources of the guest's kernel, for <see cref="KernelSources.Place"/>; null if there are none. They come with packages.</summary>
    public string? KernelSources { get; init; }
}
