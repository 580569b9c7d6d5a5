using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Lab;
using Pilevisor.Lab.Prefetching;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;

namespace Pilevisor.Cli.Commands;

/// <summary>The options that describe simulated clusters.</summary>
/// <param name="nodes">How many nodes they have if nothing is said.</param>
internal sealed class SimClusterOptions(string nodes = "4")
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;
    private const long Megabit = 1_000_000;

    private static readonly SimOptions _usual = new();
    private readonly Option<string> _nodes = new("--nodes") { Description = "Nodes, or a list with commas", HelpName = "N,…", DefaultValueFactory = _ => nodes };
    private readonly Option<int> _cpus = new("--cpus") { Description = "CPUs a node", HelpName = "C", DefaultValueFactory = _ => _usual.CpusPerNode };
    private readonly Option<int?> _pages = new("--pages") { Description = "Pages of each node's window (64; with more than 64 nodes 4096 in all)", HelpName = "P" };
    private readonly Option<int> _cache = new("--cache") { Description = "Frames a node has for others' pages; 0: enough", HelpName = "F", DefaultValueFactory = _ => _usual.CacheFrames };
    private readonly Option<int> _accesses = new("--accesses") { Description = "Accesses a CPU makes", HelpName = "A", DefaultValueFactory = _ => _usual.AccessesPerCpu };
    private readonly Option<int> _seed = new("--seed") { Description = "What chance begins with", HelpName = "S", DefaultValueFactory = _ => _usual.Seed };
    private readonly Option<long> _hold = new("--hold") { Description = "How long a page just won is held, in us", HelpName = "US", DefaultValueFactory = _ => _usual.HoldNanoseconds / Microsecond };
    private readonly Option<string?> _prefetch = new("--prefetch") { Description = "What asks for pages ahead: policies that ship, or all; unless it is said a trace as recorded, else nothing", HelpName = "NAME,…" };
    private readonly Option<string> _runs = new("--runs") { Description = "How many untouched pages come along with one that is written: policies that ship, or all; a trace's as recorded", HelpName = "NAME,…", DefaultValueFactory = _ => SimOptions.UsualRuns };
    private readonly Option<string> _geometry = new("--geometry") { Description = "How large a page is: geometries that ship, or all; a trace's is as recorded", HelpName = "NAME,…", DefaultValueFactory = _ => SimOptions.UsualGeometry };
    private readonly Option<string> _transport = new("--transport") { Description = "How a message becomes frames: transports that ship, or all", HelpName = "NAME,…", DefaultValueFactory = _ => _usual.Transport.Name };
    private readonly Option<long> _bandwidth = new("--bandwidth") { Description = "Megabits a second of a port", HelpName = "MBIT", DefaultValueFactory = _ => _usual.Link.BitsPerSecond / Megabit };
    private readonly Option<long> _latency = new("--latency") { Description = "From port to port, in us", HelpName = "US", DefaultValueFactory = _ => _usual.Link.LatencyNanoseconds / Microsecond };
    private readonly Option<double> _loss = new("--loss") { Description = "The part of frames that is lost", HelpName = "0…0.5" };
    private readonly Option<double> _duplicate = new("--duplicate") { Description = "The part of frames that comes twice", HelpName = "0…0.5" };
    private readonly Option<double> _reorder = new("--reorder") { Description = "The part of frames that is overtaken", HelpName = "0…0.5" };
    private readonly Option<string?> _pause = new("--pause") { Description = "A node stands still: NODE at MS for MS", HelpName = "N@MS+MS" };
    private readonly Option<string?> _kill = new("--kill") { Description = "A node dies: NODE at MS", HelpName = "N@MS" };

    public IEnumerable<Option> All => [_nodes, _cpus, _pages, _cache, _accesses, _seed, _hold, _prefetch, _runs, _geometry, _transport, _bandwidth, _latency, _loss, _duplicate, _reorder, _pause, _kill];

    /// <summary>The clusters asked for, one for each number of nodes, prefetch policy, run policy, geometry and transport.</summary>
    /// <exception cref="LabException">If one cannot be.</exception>
    public IReadOnlyList<SimOptions> Read(ParseResult request)
    {
        SimOptions common = new()
        {
            CpusPerNode = request.GetValue(_cpus),
            CacheFrames = request.GetValue(_cache),
            AccessesPerCpu = request.GetValue(_accesses),
            Seed = request.GetValue(_seed),
            HoldNanoseconds = Times(request, _hold, Microsecond),
            Link = new LinkModel
            {
                BitsPerSecond = Times(request, _bandwidth, Megabit),
                LatencyNanoseconds = Times(request, _latency, Microsecond),
                Loss = request.GetValue(_loss),
                Duplication = request.GetValue(_duplicate),
                Reordering = request.GetValue(_reorder),
            },
            Pause = request.GetValue(_pause) is { } pause ? ParsePause(pause) : null,
            Death = request.GetValue(_kill) is { } kill ? ParseDeath(kill) : null,
        };
        if (request.GetValue(_pages) is { } pages) common = common with { PagesPerNode = pages };
        PrefetchInfo?[] policies = request.GetValue(_prefetch) is { } names ? [.. PrefetchCatalog.Named(names)] : [null];
        IEnumerable<int> nodes = request.GetValue(_nodes)!.Split(',').Select(count => Number(count, $"--nodes {request.GetValue(_nodes)}"));
        IReadOnlyList<IPageGeometry> geometries = ShippedPolicies<IPageGeometry>.Named(request.GetValue(_geometry)!, "geometry");
        IReadOnlyList<IRunPolicy> runs = ShippedPolicies<IRunPolicy>.Named(request.GetValue(_runs)!, "run policy");
        IReadOnlyList<ITransport> transports = ShippedPolicies<ITransport>.Named(request.GetValue(_transport)!, "transport");
        List<SimOptions> clusters =
        [
            .. from count in nodes
               from policy in policies
               from run in runs
               from geometry in geometries
               from transport in transports
               select common with { Nodes = count, Prefetch = policy, Runs = run, Geometry = geometry, Transport = transport },
        ];
        clusters.ForEach(cluster => cluster.Refuse());
        return clusters;
    }

    /// <summary>Of <paramref name="clusters"/> those that a workload can run on: all, or for a trace those that are like the recorded cluster, one for each prefetch policy and transport.</summary>
    /// <exception cref="LabException">If another cluster than the recorded one was asked for.</exception>
    public IReadOnlyList<SimOptions> For(WorkloadSource workload, IReadOnlyList<SimOptions> clusters, ParseResult request)
    {
        if (workload.Trace is not { } trace) return clusters;
        if (IsGiven(request, _nodes) && clusters.Any(cluster => cluster.Nodes != trace.Nodes))
            throw new LabException($"--nodes {request.GetValue(_nodes)}: {trace.Name} was recorded on {trace.Nodes} nodes, and is replayed on as many; leave out --nodes");
        if (IsGiven(request, _cpus) && request.GetValue(_cpus) != trace.CpusPerNode)
            throw new LabException($"--cpus {request.GetValue(_cpus)}: {trace.Name} was recorded on nodes of {trace.CpusPerNode} CPUs, and is replayed on such; leave out --cpus");
        SimOptions[] fitting = [.. clusters.DistinctBy(cluster => (cluster.Prefetch, cluster.Transport)).Select(workload.Fit)];
        foreach (SimOptions cluster in fitting) cluster.Refuse();
        return fitting;
    }

    private static bool IsGiven(ParseResult request, Option option) => request.GetResult(option) is { Implicit: false };

    // What does not fit is out of every range there is; what does is looked at by those who know theirs.
    private static long Times(ParseResult request, Option<long> option, long unit)
    {
        long value = request.GetValue(option);
        return value <= long.MaxValue / unit && value >= long.MinValue / unit ? value * unit : throw new LabException($"{option.Name} {value}: that is out of all measure");
    }

    private static Pause ParsePause(string text)
    {
        string[] parts = text.Split('@', '+');
        if (parts.Length != 3) throw new LabException($"--pause {text}: write NODE@MS+MS, such as 1@5+20: node 1 stands still after 5 ms, for 20 ms");
        return new Pause(Number(parts[0], text), Number(parts[1], text) * Millisecond, Number(parts[2], text) * Millisecond);
    }

    private static Death ParseDeath(string text)
    {
        string[] parts = text.Split('@');
        if (parts.Length != 2) throw new LabException($"--kill {text}: write NODE@MS, such as 1@5: node 1 dies after 5 ms");
        return new Death(Number(parts[0], text), Number(parts[1], text) * Millisecond);
    }

    private static int Number(string text, string where) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new LabException($"{where}: '{text}' is no number");
}
