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
    private readonly Option<string> _protocol = new("--protocol") { Description = "The protocol, or all", HelpName = "NAME", DefaultValueFactory = _ => "all" };
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
        try
        {
            IReadOnlyList<ProtocolInfo> protocols = ProtocolCatalog.Named(request.GetValue(_protocol)!);
            IReadOnlyList<SimOptions> clusters = _cluster.Read(request);
            IReadOnlyList<string> workloads = WorkloadCatalog.Named(request.GetValue(_workload)!);
            int seeds = request.GetValue(_seeds);
            if (seeds < 1) throw new LabException($"--seeds {seeds}: 1 is the least");
            return seeds > 1 ? Campaigns(protocols, clusters, workloads, seeds, cancellation) : Single(protocols, clusters, workloads, request.GetValue(_json), cancellation);
        }
        catch (LabException e)
        {
            throw new LaunchException(ExitStatus.BadInput, e.Message, e);
        }
    }

    private int Single(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<SimOptions> clusters, IReadOnlyList<string> workloads, bool isJson, CancellationToken cancellation)
    {
        List<SimResult> results = [];
        foreach (string workload in workloads)
        {
            foreach (SimOptions cluster in clusters)
            {
                foreach (ProtocolInfo protocol in protocols)
                {
                    using IActivity activity = _activities.Begin($"simulating {workload}, {cluster.Nodes} nodes, {protocol.Name}, seed {cluster.Seed}");
                    if (!TryRun(protocol, cluster, workload, cancellation, out SimResult? result)) return ExitStatus.TestsFailed;
                    results.Add(result!);
                    activity.Succeed();
                }
            }
        }
        if (isJson) Json.Print(results.Select(SimReport.Of));
        else SimReport.Print(results);
        return ExitStatus.Success;
    }

    private static bool TryRun(ProtocolInfo protocol, SimOptions cluster, string workload, CancellationToken cancellation, out SimResult? result)
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

    private int Campaigns(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<SimOptions> clusters, IReadOnlyList<string> workloads, int seeds, CancellationToken cancellation)
    {
        int failed = 0;
        foreach ((ProtocolInfo protocol, SimOptions cluster, string workload) in from p in protocols from c in clusters from w in workloads select (p, c, w))
        {
            using IActivity activity = _activities.Begin($"{seeds} seeds from {cluster.Seed}: {workload}, {cluster.Nodes} nodes, {protocol.Name}");
            IReadOnlyList<SimFailure> failures = new Campaign(protocol, cluster, workload).Run(seeds, runs => activity.Report($"{runs} of {seeds}"), cancellation);
            foreach (SimFailure failure in failures) Console.Out.WriteLine($"seed {failure.Seed}: {failure.Message}");
            if (failures.Count == 0) activity.Succeed();
            Console.Out.WriteLine($"{protocol.Name}, {workload}, {cluster.Nodes} nodes: {seeds - failures.Count} seeds right, {failures.Count} wrong");
            failed += failures.Count;
        }
        return failed == 0 ? ExitStatus.Success : ExitStatus.TestsFailed;
    }
}
