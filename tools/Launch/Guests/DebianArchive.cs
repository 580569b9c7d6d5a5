using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// Debian's packages, through an apt of our own: own lists, own (empty) package database, own downloads, so neither root nor a change to the host's apt is needed.
/// The host's proxies and other transport settings apply.
/// </summary>
/// <param name="layout">Says where the cache is.</param>
/// <param name="selection">What is taken.</param>
/// <param name="activities">Told what is downloaded.</param>
public sealed class DebianArchive(RepositoryLayout layout, DebianSelection selection, IActivities activities)
{
    private bool _updated;

    private string Place => Path.Combine(layout.Cache, selection.Name);

    private string Configuration => Path.Combine(Place, "apt.conf");

    private string Downloads => Path.Combine(Place, "downloads");

    /// <summary>Downloads a package; what an interrupted download left is gone on with, and apt checks the result's hash.</summary>
    /// <param name="package">A package, or one of Debian's meta packages for a kernel, which stands for the kernel it depends on.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>The path of the .deb.</returns>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> DownloadAsync(string package, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        string concrete = await ResolveAsync(package, cancellation);
        return await FetchAsync(concrete, $"{concrete}:{selection.Architecture}", cancellation);
    }

    /// <summary>Downloads one version of a package, which need not be the newest.</summary>
    /// <param name="package">A package.</param>
    /// <param name="version">As Debian numbers it.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>The path of the .deb.</returns>
    /// <exception cref="LaunchException">If Debian does not have it, or not any more.</exception>
    public async Task<string> DownloadAsync(string package, string version, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        HostCommandResult versions = await Apt("apt-cache", "madison", package).RunCheckedAsync(cancellation);
        if (!versions.Output.Any(line => line.Split('|') is [_, string offered, ..] && offered.Trim() == version))
            throw new LaunchException(ExitStatus.Unavailable, $"Debian {DebianSources.Release} has no {package} {version} any more: `./pilevisor clean` drops what is kept of it, and the next run fetches what there is now");
        return await FetchAsync(package, $"{package}:{selection.Architecture}={version}", cancellation);
    }

    /// <summary>Downloads packages and all that they depend on, but not what they recommend.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <returns>The paths of the .debs.</returns>
    /// <exception cref="LaunchException">If they cannot be had.</exception>
    public async Task<IReadOnlyList<string>> DownloadAllAsync(IEnumerable<string> packages, string directory, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        using IActivity activity = activities.Begin($"downloading {string.Join(", ", packages)} from Debian");
        Directory.CreateDirectory(Path.Combine(directory, "partial"));
        string[] arguments = ["-q", "--yes", "--no-install-recommends", "--download-only", "-o", $"Dir::Cache::archives={directory}", "install", .. packages.Select(package => $"{package}:{selection.Architecture}")];
        await Apt("apt-get", arguments).RunCheckedAsync(cancellation);
        activity.Succeed();
        return Directory.GetFiles(directory, "*.deb");
    }

    /// <summary>Which of these packages do not exist, each with the names that are most like it; empty if all do.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="LaunchException">If the lists of packages cannot be had.</exception>
    public async Task<IReadOnlyList<UnknownName>> UnknownAsync(IEnumerable<string> packages, CancellationToken cancellation)
    {
        await UpdateAsync(cancellation);
        HostCommandResult names = await Apt("apt-cache", "pkgnames").RunCheckedAsync(cancellation);
        HashSet<string> known = [.. names.Output];
        return [.. packages.Where(package => !known.Contains(package)).Select(package => UnknownName.Among(known, package))];
    }

    /// <summary>Unpacks a .deb, without running what it has for its installation. Where the directory has a link to a directory already, such as /lib to /usr/lib, what the package has in it goes there.</summary>
    /// <param name="deb">The package file.</param>
    /// <param name="directory">Where to.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task UnpackAsync(string deb, string directory, CancellationToken cancellation)
    {
        const string Script = """mkdir -p "$2"; dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink --no-same-owner --warning=no-timestamp """;
        await new HostCommand("sh", "-ec", Script, "sh", deb, directory).RunCheckedAsync(cancellation);
    }

    /// <summary>Takes one file out of a .deb.</summary>
    /// <param name="deb">The package file.</param>
    /// <param name="pattern">The member's path with wildcards, such as ./boot/vmlinuz-*.</param>
    /// <param name="destination">The file to write.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task ExtractAsync(string deb, string pattern, string destination, CancellationToken cancellation)
    {
        const string Script = """dpkg-deb --fsys-tarfile "$1" | tar -x --to-stdout --wildcards "$2" >"$3" """;
        await new HostCommand("sh", "-ec", Script, "sh", deb, pattern, destination).RunCheckedAsync(cancellation);
    }

    /// <summary>Takes all files out of a .deb that match a pattern.</summary>
    /// <param name="deb">The package file.</param>
    /// <param name="pattern">The members' paths with wildcards.</param>
    /// <param name="directory">Where to; the members' own directories are left out.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task ExtractAllAsync(string deb, string pattern, string directory, CancellationToken cancellation)
    {
        const string Script = """dpkg-deb --fsys-tarfile "$1" | tar -x -C "$3" --transform 's,.*/,,' --wildcards "$2" """;
        await new HostCommand("sh", "-ec", Script, "sh", deb, pattern, directory).RunCheckedAsync(cancellation);
    }

    private async Task UpdateAsync(CancellationToken cancellation)
    {
        if (_updated) return;
        using IActivity activity = activities.Begin($"reading Debian's {selection.Architecture} package lists");
        foreach (string directory in (string[])["state/lists/partial", "cache/archives/partial"]) Directory.CreateDirectory(Path.Combine(Place, directory));
        Directory.CreateDirectory(Downloads);
        await File.WriteAllTextAsync(Path.Combine(Place, "status"), string.Empty, cancellation);
        await File.WriteAllLinesAsync(Path.Combine(Place, "sources.list"), DebianSources.Lines(selection, DebianSources.HostConfiguration()), cancellation);
        await File.WriteAllTextAsync(Configuration, ConfigurationText(), cancellation);
        await Apt("apt-get", "-q", "update").RunCheckedAsync(cancellation);
        _updated = true;
        activity.Succeed();
    }

    private async Task<string> FetchAsync(string name, string what, CancellationToken cancellation)
    {
        using IActivity activity = activities.Begin($"downloading {name} from Debian");
        await Apt("apt-get", "-q", "download", what).RunCheckedAsync(cancellation);
        string file = Directory.EnumerateFiles(Downloads, $"{name}_*.deb").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new LaunchException(ExitStatus.Unavailable, $"apt-get downloaded no {name}");
        activity.Succeed();
        return file;
    }

    private async Task<string> ResolveAsync(string package, CancellationToken cancellation)
    {
        HostCommandResult shown = await Apt("apt-cache", "show", "--no-all-versions", $"{package}:{selection.Architecture}").RunCheckedAsync(cancellation);
        string? depends = shown.Output.FirstOrDefault(line => line.StartsWith("Depends: linux-image-", StringComparison.Ordinal));
        return package.StartsWith("linux-image-", StringComparison.Ordinal) && depends is not null ? depends.Split(' ', ',')[1] : package;
    }

    // -c is read after the host's configuration, so these win: hooks are cleared because they would act on the host's own state.
    private HostCommand Apt(string program, params string[] arguments) => new(program, ["-c", Configuration, .. arguments]) { Directory = Downloads };

    private string ConfigurationText() => $$"""
        Dir::State "{{Place}}/state";
        Dir::State::status "{{Place}}/status";
        Dir::Cache "{{Place}}/cache";
        Dir::Etc::sourcelist "{{Place}}/sources.list";
        Dir::Etc::sourceparts "-";
        Dir::Etc::preferences "-";
        Dir::Etc::preferencesparts "-";
        APT::Architecture "{{selection.Architecture}}";
        APT::Architectures { "{{selection.Architecture}}"; };
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        #clear Acquire::IndexTargets::deb::DEP-11;
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;

        """;
}
