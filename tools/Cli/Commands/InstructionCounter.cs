using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>Counts the hypervisor's instructions while a flat guest does one thing again and again, twice.</summary>
/// <param name="launcher">Refuses what cannot work.</param>
/// <param name="guests">Runs the guest.</param>
/// <param name="builder">Makes the image.</param>
/// <param name="packages">Sees to what the host needs.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class InstructionCounter(ClusterLauncher launcher, LoggedGuest guests, ImageBuilder builder, PackageInstaller packages, IActivities activities)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(300);

    /// <summary>Machines for a flat guest, which has 128 MiB of each.</summary>
    public static ClusterConfiguration Machines(int nodes, int cpus, string variant, string? cpuModel) =>
        new() { Nodes = nodes, CpusPerNode = cpus, MemoryBytes = 128 * ByteSize.MiB, Timeout = _limit, Variant = variant, CpuModel = cpuModel };

    /// <summary>Runs a guest twice and counts.</summary>
    /// <exception cref="LaunchException">If the guest cannot be run, or a way is never gone.</exception>
    public async Task<RepeatedCount[]> CountAsync(string guest, ClusterConfiguration machines, CountedWay[] ways, int functions, CancellationToken cancellation)
    {
        launcher.Refuse(machines);
        await packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        VariantImage image = await builder.BuildAsync(machines.Variant, cancellation);
        InstructionPaths paths = new(await ImageSymbols.ReadAsync(image.Elf, cancellation));
        InstructionSummary[][] runs = [await RunAsync(1), await RunAsync(2)];
        return [.. ways.Select((way, i) => new RepeatedCount(way.Name, runs[0][i], runs[1][i]))];

        async Task<InstructionSummary[]> RunAsync(int run)
        {
            using IActivity activity = activities.Begin($"counting instructions, {guest} on {machines.Nodes} x {machines.CpusPerNode}, run {run} of 2");
            InstructionSummary[] counts = await guests.RunAsync(guest, machines, cluster => ways.Select(way => InstructionSummary.Of(InstructionSummary.Read(cluster.Nodes[way.Node], paths, way.Kind), way.Name, functions)).ToArray(), cancellation);
            activity.Succeed();
            return counts;
        }
    }
}
