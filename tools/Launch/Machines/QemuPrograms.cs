using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Machines;

/// <summary>QEMU as a board needs it: the host's, or where that is too old for the board, Debian's backport, unpacked beside it. The host's stays as it is.</summary>
/// <param name="layout">Says where the cache is.</param>
/// <param name="cache">Where a backport is kept.</param>
/// <param name="activities">Told what is downloaded.</param>
public sealed partial class QemuPrograms(RepositoryLayout layout, GuestCache cache, IActivities activities)
{
    /// <summary>What the host's own is called.</summary>
    public const string OfHost = "qemu-system-aarch64";

    // The program, its modules and its firmware; what else it needs, the host's own QEMU needs, too.
    private static readonly string[] _packages = ["qemu-system-arm", "qemu-system-common", "qemu-system-data"];
    private readonly DebianArchive _backports = new(layout, DebianSelection.Backports, activities);

    /// <summary>A program to run.</summary>
    /// <param name="leastMajor">The first of the version's numbers, at least.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>A name for PATH, or a path; and the first of its version's numbers.</returns>
    /// <exception cref="LaunchException">If there is no such QEMU, or none that runs here.</exception>
    public async Task<(string Program, int Major)> GetAsync(int leastMajor, CancellationToken cancellation)
    {
        if (await MajorAsync(OfHost, cancellation) is var ofHost && ofHost >= leastMajor) return (OfHost, ofHost);
        string program = Path.Combine(await cache.GetAsync("boards/qemu-backport", UnpackAsync, cancellation), "usr", "bin", OfHost);
        int major = await MajorAsync(program, cancellation);
        return major >= leastMajor ? (program, major) : throw new LaunchException(ExitStatus.Unavailable, $"the machine takes QEMU {leastMajor} or later; the host's is older, and so is Debian's backport, {major}");
    }

    /// <summary>The first number of the version that QEMU says it has.</summary>
    /// <exception cref="LaunchException">If it says none.</exception>
    internal static int Major(string text) => Version().Match(text) is { Success: true } match
        ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new LaunchException(ExitStatus.Unavailable, $"{OfHost} does not say which version it is, but: {text}");

    private async Task UnpackAsync(string draft, CancellationToken cancellation)
    {
        foreach (string package in _packages)
        {
            string deb = await _backports.DownloadAsync(package, cancellation);
            await DebianArchive.UnpackAsync(deb, draft, cancellation);
            File.Delete(deb);
        }
    }

    private static async Task<int> MajorAsync(string program, CancellationToken cancellation) =>
        Major(string.Join(Environment.NewLine, (await new HostCommand(program, "--version").RunCheckedAsync(cancellation)).Output));

    [GeneratedRegex(@"^QEMU emulator version (\d+)\.")]
    private static partial Regex Version();
}
