using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// Debian's arm64 packages, with all that they depend on, as a tree of files: unpacked, not installed. What a package does when it is installed (users, alternatives, services) is not done; /bin, /sbin and /lib are links to
/// those in /usr, as in any Debian. Made once for each set of packages; beside the tree, <c>packages</c> says which versions it is made of.
/// </summary>
/// <param name="archive">Where they come from.</param>
/// <param name="cache">Where the trees are kept.</param>
/// <param name="activities">Told what is unpacked.</param>
public sealed partial class GuestPackages(DebianArchive archive, GuestCache cache, IActivities activities)
{
    private const string Root = "root";

    /// <summary>The directories that are one with those of the same name in /usr.</summary>
    public static IReadOnlyList<string> Merged { get; } = ["bin", "lib", "sbin"];

    /// <summary>What is wrong with a package's name, whatever packages there are; null if nothing is.</summary>
    public static string? NameProblem(string name) =>
        Name().IsMatch(name) ? null : $"\"{name}\" is no name of a Debian package: those are of small letters, digits and + - . (--packages stress-ng,pigz,xz-utils)";

    /// <summary>The tree of some packages, downloaded and unpacked if it is not here yet.</summary>
    /// <param name="names">The packages, in any order.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The directory that is the tree's root.</returns>
    /// <exception cref="LaunchException">If there is no such package, or it cannot be had.</exception>
    public async Task<string> GetAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        string[] packages = [.. names.Distinct().Order(StringComparer.Ordinal)];
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', packages))))[..16];
        return Path.Combine(await cache.GetAsync($"guests/packages/{fingerprint}", (draft, stop) => MakeAsync(packages, draft, stop), cancellation), Root);
    }

    private async Task MakeAsync(string[] packages, string draft, CancellationToken cancellation)
    {
        IReadOnlyList<UnknownName> unknown = await archive.UnknownAsync(packages, cancellation);
        if (unknown.Count > 0) throw new LaunchException(ExitStatus.BadInput, $"Debian {DebianSources.Release} has no package {string.Join(", ", unknown)}: --packages takes packages by their names, not programs");
        string downloads = Path.Combine(draft, "downloads");
        IReadOnlyList<string> debs = await archive.DownloadAllAsync(packages, downloads, cancellation);
        using IActivity activity = activities.Begin($"unpacking {debs.Count} packages");
        string root = Path.Combine(draft, Root);
        foreach (string directory in Merged)
        {
            Directory.CreateDirectory(Path.Combine(root, "usr", directory));
            File.CreateSymbolicLink(Path.Combine(root, directory), $"usr/{directory}");
        }

        foreach (string deb in debs.Order(StringComparer.Ordinal)) await DebianArchive.UnpackAsync(deb, root, cancellation);
        await File.WriteAllLinesAsync(Path.Combine(draft, "packages"), [string.Join(' ', packages), .. debs.Select(deb => Path.GetFileNameWithoutExtension(deb)).Order(StringComparer.Ordinal)], cancellation);
        Directory.Delete(downloads, recursive: true);
        activity.Succeed();
    }

    // Debian policy, 5.6.7.
    [GeneratedRegex("^[a-z0-9][a-z0-9+.-]+$")]
    private static partial Regex Name();
}
