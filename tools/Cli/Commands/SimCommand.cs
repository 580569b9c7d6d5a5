using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Lab;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Commands;

/// <summary>sim: clusters of many nodes in virtual time, repeatable from their seed.</summary>
internal sealed class SimCommand : Command
{
    private readonly Option<string> _protocol = new("--protocol") { Description = "The protocol, or all; one that does not ship by its folder", HelpName = "NAME|FOLDER", DefaultValueFactory = _ => "all" };
    private readonly Option<string> _workload = new("--workload") { Description = "What CPUs do: a name, all, or a trace of `up --record`", HelpName = "NAME|FILE", DefaultValueFactory = _ => "all" };
    private readonly Option<int> _seeds = new("--seeds") { Description = "Run so many seeds on all CPUs, and print those that fail", HelpName = "K", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of a table" };
    private readonly SimClusterOptions _cluster = new();
    private readonly IActivities _activities;

    public SimCommand(IActivities activities)
        : base("sim", "Simulate clusters of up to a thousand nodes, repeatable from a seed")
    {
        _activities = activities;
        foreach (Option option in (Option[])[_protocol, _workload, _seeds, .. _cluster.All, _json]) Add(option);
        SetAction((request, cancellation) => Task.Run(() => Run(request, cancellation), CancellationToken.None));
    }

    private int Run(ParseResult request, CancellationToken cancellation)
    {
        IReadOnlyList<ProtocolInfo> protocols = ProtocolCatalog.Named(request.GetValue(_protocol)!);
        IReadOnlyList<SimOptions> clusters = _cluster.Read(request);
        IReadOnlyList<(WorkloadSource Workload, SimOptions Cluster)> runs =
            [.. WorkloadSource.Named(request.GetValue(_workload)!).SelectMany(workload => _cluster.For(workload, clusters, request).Select(cluster => (workload, cluster)))];
        int seeds = request.GetValue(_seeds);
        if (seeds < 1) throw new LabException($"--seeds {seeds}: 1 is the least");
        return seeds > 1 ? Campaigns(protocols, runs, seeds, cancellation) : Single(protocols, runs, request.GetValue(_json), cancellation);
    }

    private int Single(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<(WorkloadSource Workload, SimOptions Cluster)> runs, bool isJson, CancellationToken cancellation)
    {
        List<SimResult> results = [];
        foreach (((WorkloadSource workload, SimOptions cluster), ProtocolInfo protocol) in from r in runs from p in protocols select (r, p))
        {
            using IActivity activity = _activities.Begin($"simulating {workload.Name}, {cluster.Nodes} nodes, {cluster.Design(protocol.Name)}, seed {cluster.Seed}");
            if (!TryRun(protocol, cluster, workload, cancellation, out SimResult? result)) return ExitStatus.TestsFailed;
            results.Add(result!);
            activity.Succeed();
        }
        if (isJson) Json.Print(results.Select(SimReport.Of));
        else SimReport.Print(results);
        return ExitStatus.Success;
    }

    private static bool TryRun(ProtocolInfo protocol, SimOptions cluster, WorkloadSource workload, CancellationToken cancellation, out SimResult? result)
    {
        result = null;
        try
        {
            result = SimRun.Run(protocol, cluster, workload, cancellation);
            return true;
        }
        catch (SimViolation violation)
        {
            Console.Error.WriteLine($"VIOLATION: {violation.Message}");
            return false;
        }
    }

    private int Campaigns(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<(WorkloadSource Workload, SimOptions Cluster)> runs, int seeds, CancellationToken cancellation)
    {
        int failed = 0;
        foreach ((ProtocolInfo protocol, (WorkloadSource workload, SimOptions cluster)) in from p in protocols from r in runs select (p, r))
        {
            using IActivity activity = _activities.Begin($"{seeds} seeds from {cluster.Seed}: {workload.Name}, {cluster.Nodes} nodes, {cluster.Design(protocol.Name)}");
            IReadOnlyList<SimFailure> failures = new Campaign(protocol, cluster, workload).Run(seeds, done => activity.Report($"{done} of {seeds}"), cancellation);
            foreach (SimFailure failure in failures) Console.Out.WriteLine($"seed {failure.Seed}: {failure.Message}");
            if (failures.Count == 0) activity.Succeed();
            Console.Out.WriteLine($"{cluster.Design(protocol.Name)}, {workload.Name}, {cluster.Nodes} nodes: {seeds - failures.Count} seeds right, {failures.Count} wrong");
            failed += failures.Count;
        }
        return failed == 0 ? ExitStatus.Success : ExitStatus.TestsFailed;
    }
}
