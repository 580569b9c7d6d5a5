using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Systems;

/// <summary>Makes the system that a guest is to boot, where there is none yet.</summary>
/// <param name="debian">The distribution there is.</param>
/// <param name="activities">Told what is done.</param>
public sealed class GuestSystems(DebianSystem debian, IActivities activities)
{
    /// <summary>Sees to it that there is an image for <see cref="ClusterConfiguration.Root"/>.</summary>
    /// <param name="configuration">A configuration without problems.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>It, ready to be started.</returns>
    /// <exception cref="LaunchException">If the system cannot be made.</exception>
    public async Task<ClusterConfiguration> PrepareAsync(ClusterConfiguration configuration, CancellationToken cancellation)
    {
        if (configuration.Root is not { Distribution: not null } root || File.Exists(root.File)) return configuration;
        string image = await debian.GetAsync(configuration.KernelSeries, cancellation);
        if (root.File is null) return configuration with { Root = root with { Base = image } };
        using IActivity activity = activities.Begin($"copying the system to {root.File}");
        await CopyAsync(image, root.File, root.Bytes ?? GuestRoot.DefaultBytes, cancellation);
        activity.Succeed();
        return configuration;
    }

    /// <summary>Copies an image, so that the file appears whole or not at all, and never in the place of one that has come meanwhile. Holes stay holes; the guest's file system grows as it boots.</summary>
    internal static async Task CopyAsync(string image, string file, long bytes, CancellationToken cancellation)
    {
        string draft = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".pilevisor-{Environment.ProcessId}-{Guid.NewGuid():n}");
        try
        {
            await new HostCommand("sh", "-ec", "cp --sparse=always \"$1\" \"$2\" && truncate -s \"$3\" \"$2\"", "sh", image, draft, $"{bytes}").RunCheckedAsync(cancellation);
            File.Move(draft, file);
        }
        catch (IOException e)
        {
            throw new LaunchException(ExitStatus.InputOutput, $"the system cannot be kept in {file}: {e.Message}", e);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
