using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Pilevisor.Launch.Guests;

/// <summary>What is taken from Debian's archive.</summary>
/// <param name="Name">The folder of its lists in the cache.</param>
/// <param name="Architecture">For which machines, as Debian calls them.</param>
/// <param name="Suites">From which suites.</param>
/// <param name="SecuritySuite">From which suite of the security archive, if the host knows that; null if from none.</param>
public sealed record DebianSelection(string Name, string Architecture, IReadOnlyList<string> Suites, string? SecuritySuite)
{
    /// <summary>Guests: arm64, whatever the host is.</summary>
    public static DebianSelection Guests { get; } = new("apt", "arm64", [DebianSources.Release, DebianSources.Release + "-updates"], DebianSources.Release + "-security");

    /// <summary>Newer programs for a host of <see cref="DebianSources.Release"/>, to be unpacked and not installed.</summary>
    public static DebianSelection Backports { get; } = new("apt-backports", RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64", [DebianSources.Release + "-backports"], null);
}
