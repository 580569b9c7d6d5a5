using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Coherence;
using Pilevisor.Lab;
using Pilevisor.Lab.Comparison;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>The part of a comparison that boots machines: a variant's image, the guest, a program in it.</summary>
/// <param name="launcher">Boots clusters.</param>
/// <param name="catalog">Knows the variants.</param>
/// <param name="builder">Builds them.</param>
/// <param name="activities">Told what is under way.</param>
internal sealed class CompareCluster(ClusterLauncher launcher, VariantCatalog catalog, ImageBuilder builder, IActivities activities)
{
    private const string JustBoots = "true";
    private const long NanosecondsPerMicrosecond = 1_000;
    private const long MaximumHoldNanoseconds = 1_000_000 * NanosecondsPerMicrosecond;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(300);

    // Each of another kind: nothing but the boot, one word under an atomic, hand-over, pages that two write, pages that one fills.
    private static readonly string[] _programs = [JustBoots, "counter 2000", "pingpong 50", "falsesharing 10000", "stream 16"];

    /// <summary>What is recorded to hold the simulator against: the boot, and sharing of several kinds.</summary>
    private static readonly string _recorded = string.Join("; ", _programs[1..4]);

    /// <summary>The variants of the default board that have one of the protocols, and geometry and transport of one of the simulated clusters; one of each combination, and if that is asked for of each with each seal of frames, too.</summary>
    /// <exception cref="LabException">If there is none that boots a guest.</exception>
    public async Task<IReadOnlyList<BootedVariant>> VariantsAsync(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<SimOptions> clusters, bool withSealed, CancellationToken cancellation)
    {
        List<BootedVariant> found = [];
        List<string> others = [];
        int wanted = protocols.Count * clusters.DistinctBy(c => (NameOf(c.Geometry), c.Transport.Name)).Count();
        foreach (string variant in catalog.Names.Where(name => catalog.BootsGuest(name) && !VariantCatalog.IsRelease(name) && catalog.Board(name) == QemuBoard.Default))
        {
            if (!withSealed && found.Count == wanted) break;
            if (catalog.GuestArguments(variant).Contains(GuestPayload.OneCpu, StringComparison.Ordinal))
            {
                activities.Note($"{variant} is not booted: its guest has one CPU, and these programs share between two");
                continue;
            }

            // What an image is made of is known from its assemblies, so it must have been built.
            VariantImage image = await builder.BuildAsync(variant, cancellation);
            ImageVocabulary made = ImageVocabulary.Read(image.Assemblies);
            ProtocolInfo? protocol = protocols.FirstOrDefault(p => p.Name == made.Protocol);
            SimOptions? cluster = clusters.FirstOrDefault(c => NameOf(c.Geometry) == made.Geometry && c.Transport.Name == made.Transport);
            if (protocol is null || cluster is null || (made.Seal is not null && !withSealed)) others.Add($"{variant} ({made.Protocol}, {made.Geometry}, {made.Transport}{(made.Seal is null ? "" : $", {made.Seal}")})");
            else if (found.All(other => other.Protocol != protocol || other.Cluster != cluster || other.Seal != made.Seal)) found.Add(new BootedVariant(variant, protocol, cluster, made.Seal));
        }
        if (found.Count == 0) throw new LabException($"no variant in samples/ is of {protocols[0].Name} and what else was chosen: there are {string.Join(", ", others)}");
        foreach (ProtocolInfo protocol in protocols.Except(found.Select(v => v.Protocol))) activities.Note($"{protocol.Name} is not booted: no variant in samples/ has it");
        return found;
    }

    private static string NameOf(IPageGeometry geometry) => geometry.GetType().Name;

    /// <summary>Boots a variant on two nodes, once for each program.</summary>
    public async Task<IReadOnlyList<ComparisonRow>> RunAsync(BootedVariant variant, CancellationToken cancellation)
    {
        List<ComparisonRow> rows = [];
        foreach (string program in _programs) rows.Add(await RunAsync(variant, Configuration(variant, program), cancellation));
        return rows;
    }

    /// <summary>Records a run of a variant.</summary>
    public async Task<RecordedTrace> RecordAsync(BootedVariant variant, CancellationToken cancellation)
    {
        using RunDirectory directory = new();
        string file = directory.File("guest.trace.gz");
        await RunAsync(variant, Configuration(variant, _recorded) with { RecordFile = file }, cancellation);
        return new RecordedTrace(Launch.Traces.TraceReader.Read(file), $"a boot of {variant.Variant} and `{_recorded}`");
    }

    /// <summary>Refuses what the simulator can do and the hypervisor cannot.</summary>
    /// <exception cref="LabException">Says what is wrong.</exception>
    public static void Refuse(SimOptions options)
    {
        if (options.HoldNanoseconds > MaximumHoldNanoseconds)
            throw new LabException($"--hold {options.HoldNanoseconds / NanosecondsPerMicrosecond}: a hypervisor holds a page for {MaximumHoldNanoseconds / NanosecondsPerMicrosecond} us at most; leave out --cluster and --validate, or hold pages for less");
    }

    // Pages are held as long as in the simulator.
    private static ClusterConfiguration Configuration(BootedVariant variant, string command)
    {
        ClusterConfiguration configuration = new() { Variant = variant.Variant, Command = command, Timeout = _limit };
        string hold = $"pilevisor.hold={variant.Cluster.HoldNanoseconds / NanosecondsPerMicrosecond}";
        return configuration with { NodeOptions = Enumerable.Range(0, configuration.Nodes).ToDictionary(node => node, _ => hold) };
    }

    private async Task<ComparisonRow> RunAsync(BootedVariant variant, ClusterConfiguration configuration, CancellationToken cancellation)
    {
        string program = configuration.Command!;
        using IActivity activity = activities.Begin($"{configuration.Variant}, {configuration.Nodes} nodes under QEMU: {program}");
        CompareObserver observer = new(activity);
        await using Cluster cluster = await launcher.StartAsync(configuration, observer, cancellation);
        Stopwatch clock = Stopwatch.StartNew();
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Refuse(cluster, end, $"{configuration.Variant}: {program}");
        activity.Succeed();
        double boot = cluster.Ready.Result.TotalSeconds;
        return ComparisonRow.Of(program == JustBoots ? "boot" : program, variant.Protocol, variant.Design, configuration.Nodes, NodeCounts.Sum(cluster.Counts.Values)) with
        {
            About = "Counts are of the whole run, the guest's boot included. Machines under QEMU share the host's CPUs: times are an order of magnitude, counts and ratios are what can be compared.",
            BootSeconds = boot,
            ProgramSeconds = Math.Max(0, clock.Elapsed.TotalSeconds - boot),
            Output = observer.Output,
        };
    }

    private static void Refuse(Cluster cluster, ClusterEnd end, string what)
    {
        if (end.Reason != ClusterEndReason.PoweredOff || cluster.CommandStatus != 0 || !cluster.HasAllCounts)
            throw new LaunchException(ExitStatus.GuestDied, $"{what}: did not run to its end\n{end.Message}\n{cluster.Progress()}");
        if (cluster.Recording is { Problem: { } problem }) throw new LaunchException(ExitStatus.Unavailable, $"{what}: no trace was written: {problem}");
    }
}
