using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Lab;
using Pilevisor.Lab.Comparison;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Commands;

/// <summary>compare: which protocol for which workload, in the simulator and under QEMU; and whether the simulator counts what the hypervisor does.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Option<string> _protocol = new("--protocol") { Description = "The protocol, or all; one that does not ship by its folder", HelpName = "NAME|FOLDER", DefaultValueFactory = _ => "all" };
    private readonly Option<string> _workload = new("--workload") { Description = "What CPUs do: names, all, traces of `up --record`", HelpName = "NAME|FILE,…", DefaultValueFactory = _ => "all" };
    private readonly Option<bool> _onCluster = new("--cluster") { Description = "Also boot the variants with these policies under QEMU and run guest programs" };
    private readonly Option<bool> _validate = new("--validate") { Description = "Also hold the simulator against recorded runs: of the traces given, else of each protocol's variant" };
    private readonly Option<string?> _out = new("--out") { Description = "The report, one HTML file [default: .cache/compare.html]", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of tables" };
    private readonly Option<bool> _sealed = new("--sealed") { Description = "With --cluster, the variants whose frames are sealed, too" };
    private readonly SimClusterOptions _cluster = new("2,4,8");
    private readonly CompareCluster _machines;
    private readonly RepositoryLayout _layout;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public CompareCommand(CompareCluster machines, RepositoryLayout layout, PackageInstaller packages, IActivities activities)
        : base("compare", "Compare protocols over workloads and numbers of nodes; writes a report with charts")
    {
        (_machines, _layout, _packages, _activities) = (machines, layout, packages, activities);
        foreach (Option option in (Option[])[_protocol, _workload, .. _cluster.All, _onCluster, _sealed, _validate, _out, _json]) Add(option);
        SetAction((request, cancellation) => Task.Run(() => RunAsync(request, cancellation), CancellationToken.None));
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<ProtocolInfo> protocols = ProtocolCatalog.Named(request.GetValue(_protocol)!);
            IReadOnlyList<SimOptions> clusters = _cluster.Read(request);
            IReadOnlyList<WorkloadSource> workloads = WorkloadSource.Named(request.GetValue(_workload)!);
            (WorkloadSource Workload, SimOptions Cluster)[] runs = [.. workloads.SelectMany(workload => _cluster.For(workload, clusters, request).Select(cluster => (workload, cluster)))];
            string file = ReportFile(request);
            RecordedTrace[] traces = [.. workloads.Where(workload => workload.Trace is not null).Select(workload => workload.Trace!)];
            bool validates = request.GetValue(_validate);
            bool boots = request.GetValue(_onCluster) || (validates && traces.Length == 0);
            if (boots) CompareCluster.Refuse(clusters[0]);
            if (boots) await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
            List<ComparisonRow> rows = Simulate(protocols, runs, cancellation);
            var variants = boots ? await _machines.VariantsAsync(protocols, clusters, request.GetValue(_sealed), cancellation) : [];
            if (request.GetValue(_onCluster)) rows.AddRange(await BootAsync(variants, cancellation));
            IReadOnlyList<Validation> validations = validates ? await ValidateAsync(traces, variants, clusters[0], cancellation) : [];
            Report(request, CompareReport.Content(clusters[0], rows, validations), file);
            return ExitStatus.Success;
        }
        catch (SimViolation violation)
        {
            Console.Error.WriteLine($"VIOLATION: {violation.Message}");
            return ExitStatus.TestsFailed;
        }
    }

    // Looked at before anything runs.
    private string ReportFile(ParseResult request)
    {
        string file = request.GetValue(_out) ?? Path.Combine(_layout.Cache, "compare.html");
        if (request.GetValue(_out) is null) Directory.CreateDirectory(_layout.Cache);
        return OutputPath.FileProblem(file, "the report") is { } problem ? throw new LabException(problem) : file;
    }

    private List<ComparisonRow> Simulate(IReadOnlyList<ProtocolInfo> protocols, IReadOnlyList<(WorkloadSource Workload, SimOptions Cluster)> runs, CancellationToken cancellation)
    {
        List<ComparisonRow> rows = [];
        using IActivity activity = _activities.Begin($"simulating {runs.Count * protocols.Count} runs");
        foreach (((WorkloadSource workload, SimOptions cluster), ProtocolInfo protocol) in from r in runs from p in protocols select (r, p))
        {
            activity.Report($"{rows.Count} done; {workload.Name}, {cluster.Nodes} nodes, {cluster.Design(protocol.Name)}, seed {cluster.Seed}");
            rows.Add(ComparisonRow.Of(SimRun.Run(protocol, cluster, workload, cancellation)));
        }
        activity.Succeed();
        return rows;
    }

    private async Task<IReadOnlyList<ComparisonRow>> BootAsync(IReadOnlyList<BootedVariant> variants, CancellationToken cancellation)
    {
        List<ComparisonRow> rows = [];
        foreach (BootedVariant variant in variants) rows.AddRange(await _machines.RunAsync(variant, cancellation));
        return [.. rows.OrderBy(row => rows.FindIndex(other => other.Workload == row.Workload))];
    }

    private async Task<IReadOnlyList<Validation>> ValidateAsync(
        IReadOnlyList<RecordedTrace> traces, IReadOnlyList<BootedVariant> variants, SimOptions options, CancellationToken cancellation)
    {
        List<RecordedTrace> recorded = [.. traces];
        if (traces.Count == 0)
        {
            foreach (BootedVariant variant in variants) recorded.Add(await _machines.RecordAsync(variant, cancellation));
        }
        using IActivity activity = _activities.Begin("replaying what was recorded");
        Validation[] validations = [.. recorded.Select(trace => Validation.Of(trace, options, cancellation))];
        activity.Succeed();
        return validations;
    }

    private void Report(ParseResult request, ReportContent content, string file)
    {
        OutputPath.WriteFile(file, "the report", ReportPage.Html(content));
        if (request.GetValue(_json)) Json.Print(content);
        else CompareReport.Print(content);
        _activities.Note($"the report with charts is {Path.GetFullPath(file)}");
    }
}
