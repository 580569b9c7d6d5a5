using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Packages;

/// <summary>Installs missing Debian packages by apt-get, as root or by sudo, after saying so.</summary>
/// <param name="activities">Told what is installed.</param>
public sealed class PackageInstaller(IActivities activities)
{
    /// <summary>Installs what is missing of <paramref name="wanted"/>.</summary>
    /// <exception cref="LaunchException">If that is impossible here, with the command that would do it, or fails.</exception>
    public async Task EnsureAsync(IEnumerable<HostPackage> wanted, CancellationToken cancellation)
    {
        string[] missing = HostPackages.MissingOf(wanted).Select(p => p.Name).ToArray();
        if (missing.Length == 0) return;
        string by = CommandLine(missing);
        if (!ProgramPath.Exists("apt-get")) throw new LaunchException(ExitStatus.Unavailable, $"missing: {string.Join(", ", missing)}; this is no Debian, install what contains them by your own means");
        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo"];
        if (prefix.Length > 0 && !ProgramPath.Exists("sudo")) throw new LaunchException(ExitStatus.Unavailable, $"missing: {string.Join(", ", missing)}; run as root: {by}");
        activities.Note($"about to install Debian packages: {string.Join(' ', missing)}");
        using IActivity activity = activities.Begin($"installing {missing.Length} Debian package{(missing.Length == 1 ? "" : "s")}");
        await RunAsync([.. prefix, "apt-get", "-q", "update"], activity, cancellation);
        await RunAsync([.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "install", "--no-install-recommends", .. missing], activity, cancellation);
        activity.Succeed();
    }

    /// <summary>The command that installs packages.</summary>
    public static string CommandLine(IEnumerable<string> packages) => $"apt-get install --no-install-recommends {string.Join(' ', packages)}";

    private static Task RunAsync(string[] command, IActivity activity, CancellationToken cancellation) =>
        new HostCommand(command[0], command[1..]) { OnLine = activity.Report }.RunCheckedAsync(cancellation);
}
