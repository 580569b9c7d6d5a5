using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// Directories of the sources that Debian's kernels are made of, with Debian's changes. The whole is more than a guest without a disk could hold, so what is asked for is taken out of it here, once for each kernel.
/// </summary>
/// <param name="kernels">Knows which kernels are here.</param>
/// <param name="archive">Where the sources come from.</param>
/// <param name="cache">Where they are kept.</param>
/// <param name="activities">Told what is unpacked.</param>
public sealed class KernelSources(GuestKernels kernels, DebianArchive archive, GuestCache cache, IActivities activities)
{
    /// <summary>Where they are in the guest, without a leading slash.</summary>
    public const string Place = "usr/src/linux";

    /// <summary>Some directories of the sources of a series' kernel, downloaded and unpacked if they are not here yet.</summary>
    /// <param name="series">One of <see cref="GuestKernels.Series"/>.</param>
    /// <param name="directories">Such as fs/isofs, in any order.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The directory that stands for the sources' root, with those in it.</returns>
    /// <exception cref="LaunchException">If Debian has no sources of this kernel any more, or there is no such directory in them.</exception>
    public async Task<string> GetAsync(string series, IEnumerable<string> directories, CancellationToken cancellation)
    {
        string[] wanted = [.. directories.Distinct().Order(StringComparer.Ordinal)];
        string version = await kernels.VersionAsync(series, cancellation);
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', wanted))))[..16];
        return await cache.GetAsync($"guests/sources/{version}-{fingerprint}", (draft, stop) => MakeAsync(version, wanted, draft, stop), cancellation);
    }

    private async Task MakeAsync(string version, string[] directories, string draft, CancellationToken cancellation)
    {
        // 6.1.192-2 is in linux-source-6.1, and that has linux-source-6.1.tar.xz.
        string name = $"linux-source-{string.Join('.', version.Split('.').Take(2))}";
        string deb = await archive.DownloadAsync(name, version, cancellation);
        using IActivity activity = activities.Begin($"unpacking {string.Join(", ", directories)} of Linux {version}");
        const string Script = """dpkg-deb --fsys-tarfile "$1" | tar -x --to-stdout "./usr/src/$2.tar.xz" | xz -dc | { place=$3; shift 3; tar -x -C "$place" --strip-components=1 "$@"; }""";
        await new HostCommand("sh", ["-ec", Script, "sh", deb, name, draft, .. directories.Select(directory => $"{name}/{directory}")]).RunCheckedAsync(cancellation);
        File.Delete(deb);
        activity.Succeed();
    }
}
