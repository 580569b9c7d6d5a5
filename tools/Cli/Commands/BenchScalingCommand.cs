using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Cli.Scaling;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>bench scaling: which applications scale on a cluster, and why others do not.</summary>
internal sealed class BenchScalingCommand : Command
{
    private const int MostNodes = 8;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1800);
    private readonly Option<string> _nodes = new("--nodes") { Description = "Clusters of so many nodes of one CPU, and machines of as many CPUs", HelpName = "N,…", DefaultValueFactory = _ => "1,2,3,4" };
    private readonly Option<string> _applications = new("--applications")
    {
        Description = $"What runs: all, or of {string.Join(", ", ScalingApplication.All.Select(application => $"'{application.Name}'"))}",
        HelpName = "NAME,…",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<string?> _out = new("--out") { Description = "The page with charts, one HTML file [default: .cache/scaling.html]", HelpName = "FILE" };
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly PackageInstaller _packages;
    private readonly RepositoryLayout _layout;
    private readonly IActivities _activities;

    public BenchScalingCommand(ClusterLauncher launcher, PackageInstaller packages, RepositoryLayout layout, IActivities activities)
        : base("scaling", "Time applications on more and more nodes, next to one machine with as many CPUs, and show why they scale or do not")
    {
        (_launcher, _packages, _layout, _activities) = (launcher, packages, layout, activities);
        foreach (Option option in (Option[])[_nodes, _applications, _variant, _cpuModel, _out, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        IReadOnlyList<ScalingApplication> applications = Applications(request.GetValue(_applications)!);
        ComparedMachine[] machines = [.. Nodes(request.GetValue(_nodes)!).SelectMany(nodes => Machines(request, nodes))];
        string file = PageFile(request);
        foreach (ComparedMachine machine in machines) _launcher.Refuse(machine.Configuration);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        ScalingRun run = new(_launcher, _activities, applications);
        List<(ComparedMachine Machine, ScalingMeasurement Measurement)> measured = [];
        foreach (ComparedMachine machine in machines) measured.AddRange((await run.RunAsync(machine, cancellation)).Select(measurement => (machine, measurement)));
        RefuseDifferent(measured);
        ScalingResult result = new(request.GetValue(_variant)!, Environment.ProcessorCount, run.KeptHostAwake, [.. applications.SelectMany(application => Figures(measured.Where(m => m.Measurement.Application == application), cancellation))]);
        OutputPath.WriteFile(file, "the page", new ScalingPage(result).Text());
        if (request.GetValue(_json)) Json.Print(result);
        else Print(result);
        _activities.Note($"the page with charts is {Path.GetFullPath(file)}");
        return ExitStatus.Success;
    }

    private static ScalingApplication[] Applications(string names)
    {
        if (names == "all") return [.. ScalingApplication.All];
        return [.. names.Split(',').Select(name => ScalingApplication.All.FirstOrDefault(application => application.Name == name.Trim())
            ?? throw new LaunchException(ExitStatus.BadInput, $"there is no application '{name}'; there are {string.Join(", ", ScalingApplication.All.Select(application => application.Name))}, and 'all' for each of them"))];
    }

    private static int[] Nodes(string counts) =>
        [.. counts.Split(',').Select(count => int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int nodes) && nodes is >= 1 and <= MostNodes
            ? nodes
            : throw new LaunchException(ExitStatus.BadInput, $"--nodes {counts}: '{count}' is no number from 1 to {MostNodes}")).Distinct().Order()];

    // As much memory for the guest, whatever it runs on.
    private IEnumerable<ComparedMachine> Machines(ParseResult request, int nodes)
    {
        const long Memory = 2048 * ByteSize.MiB;
        // The leader holds all packages, packed, beside the kernel.
        const long Least = 512 * ByteSize.MiB;
        ClusterConfiguration guest = new() { Nodes = nodes, MemoryBytes = long.Max(Memory / nodes / ByteSize.MiB * ByteSize.MiB, Least), Timeout = _limit, Variant = request.GetValue(_variant)!, CpuModel = request.GetValue(_cpuModel) };
        return ComparedMachine.Shape(guest);
    }

    private string PageFile(ParseResult request)
    {
        string file = request.GetValue(_out) ?? Path.Combine(_layout.Cache, "scaling.html");
        if (request.GetValue(_out) is null) Directory.CreateDirectory(_layout.Cache);
        return OutputPath.FileProblem(file, "the page") is { } problem ? throw new LaunchException(ExitStatus.BadInput, problem) : file;
    }

    private static void RefuseDifferent(IEnumerable<(ComparedMachine Machine, ScalingMeasurement Measurement)> measured)
    {
        foreach (var application in measured.GroupBy(m => m.Measurement.Application.Name))
        {
            var first = application.First();
            foreach (var other in application.Where(m => m.Measurement.Result != first.Measurement.Result))
                throw new LaunchException(ExitStatus.TestsFailed, $"{application.Key}: the result is '{other.Measurement.Result}' on {other.Machine.Name}, and '{first.Measurement.Result}' on {first.Machine.Name}");
        }
    }

    private IEnumerable<ScalingFigure> Figures(IEnumerable<(ComparedMachine Machine, ScalingMeasurement Measurement)> measured, CancellationToken cancellation)
    {
        foreach ((ComparedMachine machine, ScalingMeasurement measurement) in measured)
        {
            ClusterConfiguration shape = machine.Configuration;
            ScalingFigure figure = new(measurement.Application.Name, shape.Plain ? ScalingFigure.Plain : ScalingFigure.Cluster, shape.Plain ? 1 : shape.Nodes, shape.Nodes * shape.CpusPerNode, measurement.Seconds, measurement.Cost);
            yield return figure;
            if (measurement.Trace is not { Header.Nodes.Count: > 1 } trace) continue;
            if (Simulate(measurement, trace, cancellation) is { } simulated) yield return figure with { Source = ScalingFigure.Simulated, Seconds = simulated, Cost = null };
        }
    }

    // What the simulator cannot replay is a fault of its own, or of the protocol: the recording repeats it. The figures that were measured are none the worse.
    private double? Simulate(ScalingMeasurement measurement, Trace trace, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin($"replaying {measurement.Application.Name} of {trace.Header.Nodes.Count} nodes");
        try
        {
            double? seconds = SimulatedTime.Of(trace, measurement.BeganNanoseconds, measurement.EndedNanoseconds, measurement.Cost!.Computing * trace.Header.Nodes.Sum(node => node.Cpus), Environment.ProcessorCount, cancellation);
            activity.Succeed();
            return seconds;
        }
        catch (SimViolation violation)
        {
            string file = Path.Combine(_layout.Cache, $"scaling-{measurement.Application.Name.Replace(' ', '-')}-{trace.Header.Nodes.Count}.trace.gz");
            TraceWriter.Write(trace, file);
            _activities.Note($"{measurement.Application.Name} of {trace.Header.Nodes.Count} nodes is not simulated: {violation.Message}; `sim --workload {file}` replays it");
            return null;
        }
    }

    private static void Print(ScalingResult result)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("application", "on", "CPUs", "seconds", "times as fast", "computing", "idle", "waiting for pages", "misses", "MiB");
        foreach (ScalingFigure figure in result.Figures)
        {
            ScalingCost? cost = figure.Cost;
            table.AddRow(
                figure.Application, figure.Source, $"{figure.Cpus}", FormattableString.Invariant($"{figure.Seconds:0.00}"), FormattableString.Invariant($"{figure.SpeedupOver(result.One(figure.Application)):0.00}"),
                Percent(cost?.Computing), Percent(cost?.Idle), Percent(cost?.Waiting), cost is null ? "" : FormattableString.Invariant($"{cost.Misses:N0}"), cost is null ? "" : FormattableString.Invariant($"{cost.Bytes / (double)ByteSize.MiB:N1}"));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        AnsiConsole.Write(table);
        foreach (string application in result.Applications) Console.Out.WriteLine($"{application}: {result.Verdict(application)}");
    }

    private static string Percent(double? share) => share is { } part ? FormattableString.Invariant($"{part * 100:0} %") : "";
}
