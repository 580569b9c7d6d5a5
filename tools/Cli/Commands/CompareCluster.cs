using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Lab;
using Pilevisor.Lab.Comparison;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>The part of a comparison that boots machines: a protocol's variant image, the guest, a program in it.</summary>
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

    /// <summary>The variant of each protocol that has one.</summary>
    /// <exception cref="LabException">If none has one that boots a guest.</exception>
    public async Task<IReadOnlyList<(ProtocolInfo Protocol, string Variant)>> VariantsAsync(IReadOnlyList<ProtocolInfo> protocols, CancellationToken cancellation)
    {
        Dictionary<string, string> variants = [];
        foreach (string variant in catalog.Names.Where(name => catalog.BootsGuest(name) && !VariantCatalog.IsRelease(name)))
        {
            if (protocols.All(protocol => variants.ContainsKey(protocol.Name))) break;
            // What an image is made of is known from its assemblies, so it must have been built.
            VariantImage image = await builder.BuildAsync(variant, cancellation);
            if (ImageVocabulary.Read(image.Assemblies).Protocol is { } protocol) variants.TryAdd(protocol, variant);
        }
        ProtocolInfo[] booted = [.. protocols.Where(protocol => variants.ContainsKey(protocol.Name))];
        if (booted.Length == 0) throw new LabException($"no variant in samples/ has the protocol {protocols[0].Name}: there are variants of {string.Join(", ", variants.Keys)}");
        foreach (ProtocolInfo protocol in protocols.Except(booted)) activities.Note($"{protocol.Name} is not booted: no variant in samples/ has it");
        return [.. booted.Select(protocol => (protocol, variants[protocol.Name]))];
    }

    /// <summary>Boots a protocol's variant on two nodes, once for each program.</summary>
    public async Task<IReadOnlyList<ComparisonRow>> RunAsync(ProtocolInfo protocol, string variant, SimOptions options, CancellationToken cancellation)
    {
        List<ComparisonRow> rows = [];
        foreach (string program in _programs) rows.Add(await RunAsync(protocol, Configuration(variant, program, options), cancellation));
        return rows;
    }

    /// <summary>Records a run of a protocol's variant.</summary>
    public async Task<RecordedTrace> RecordAsync(ProtocolInfo protocol, string variant, SimOptions options, CancellationToken cancellation)
    {
        using RunDirectory directory = new();
        string file = directory.File("guest.trace.gz");
        await RunAsync(protocol, Configuration(variant, _recorded, options) with { RecordFile = file }, cancellation);
        return new RecordedTrace(Launch.Traces.TraceReader.Read(file), $"a boot of {variant} and `{_recorded}`");
    }

    /// <summary>Refuses what the simulator can do and the hypervisor cannot.</summary>
    /// <exception cref="LabException">Says what is wrong.</exception>
    public static void Refuse(SimOptions options)
    {
        if (options.HoldNanoseconds > MaximumHoldNanoseconds)
            throw new LabException($"--hold {options.HoldNanoseconds / NanosecondsPerMicrosecond}: a hypervisor holds a page for {MaximumHoldNanoseconds / NanosecondsPerMicrosecond} us at most; leave out --cluster and --validate, or hold pages for less");
    }

    // Pages are held as long as in the simulator.
    private static ClusterConfiguration Configuration(string variant, string command, SimOptions options)
    {
        ClusterConfiguration configuration = new() { Variant = variant, Command = command, Timeout = _limit };
        string hold = $"pilevisor.hold={options.HoldNanoseconds / NanosecondsPerMicrosecond}";
        return configuration with { NodeOptions = Enumerable.Range(0, configuration.Nodes).ToDictionary(node => node, _ => hold) };
    }

    private async Task<ComparisonRow> RunAsync(ProtocolInfo protocol, ClusterConfiguration configuration, CancellationToken cancellation)
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
        return ComparisonRow.Of(program == JustBoots ? "boot" : program, protocol, configuration.Nodes, NodeCounts.Sum(cluster.Counts.Values)) with
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
