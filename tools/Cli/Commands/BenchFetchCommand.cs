using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>bench fetch: how many instructions the hypervisors run for a page that comes from another machine, counted in QEMU's log while a guest program fetches pages.</summary>
internal sealed class BenchFetchCommand : Command
{
    // More pages than can be fetched in the sampling time, since logging slows the machines by orders of magnitude.
    private const string Program = "remotefault 20000";
    private const string FlatGuest = "fetch";
    private static readonly TimeSpan _sampling = TimeSpan.FromSeconds(8);
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<bool> _deterministic = new("--deterministic") { Description = "One page at a time and nothing else, without waiting, twice: the figures repeat" };
    private readonly Option<int> _functions = BenchOptions.Functions();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly ImageBuilder _builder;
    private readonly PackageInstaller _packages;
    private readonly InstructionCounter _counter;
    private readonly IActivities _activities;

    public BenchFetchCommand(ClusterLauncher launcher, ImageBuilder builder, PackageInstaller packages, InstructionCounter counter, IActivities activities)
        : base("fetch", "Count the hypervisors' instructions for a page that comes from another machine")
    {
        (_launcher, _builder, _packages, _counter, _activities) = (launcher, builder, packages, counter, activities);
        foreach (Option option in (Option[])[_variant, _cpuModel, _deterministic, _functions, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        int functions = BenchOptions.Functions(request, _functions);
        if (request.GetValue(_deterministic))
        {
            ClusterConfiguration machines = InstructionCounter.Machines(nodes: 2, cpus: 1, request.GetValue(_variant)!, request.GetValue(_cpuModel));
            CountedWay[] ways = [new("requester, from the fault to the page", 0, PathKind.FaultWithoutWaiting), new("owner, one interrupt", 1, PathKind.PageMessage)];
            RepeatedCount.Print(await _counter.CountAsync(FlatGuest, machines, ways, functions, cancellation), request.GetValue(_json));
            return ExitStatus.Success;
        }

        ClusterConfiguration guest = new() { Command = Program, Variant = request.GetValue(_variant)!, CpuModel = request.GetValue(_cpuModel), LogsInstructions = true };
        _launcher.Refuse(guest);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        VariantImage image = await _builder.BuildAsync(guest.Variant, cancellation);
        InstructionPaths paths = new(await ImageSymbols.ReadAsync(image.Elf, cancellation));
        (InstructionPath[] requester, InstructionPath[] owner) = await MeasureAsync(guest, paths, cancellation);
        if (requester.Length == 0 || owner.Length == 0) throw new LaunchException(ExitStatus.Unavailable, "the guest fetched nothing while instructions were logged");
        if (request.GetValue(_json)) Json.Print(new { requester = Summary(requester, functions), owner = Summary(owner, functions) });
        else Print([("requester, from the fault to the page", requester), ("other side, one interrupt", owner)], functions);
        return ExitStatus.Success;
    }

    private async Task<(InstructionPath[] Requester, InstructionPath[] Owner)> MeasureAsync(ClusterConfiguration guest, InstructionPaths paths, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin("logging instructions");
        await using Cluster cluster = await _launcher.StartAsync(guest, new SilentObserver(), cancellation);
        await Task.WhenAny(cluster.Ready, cluster.Ended);
        if (!cluster.Ready.IsCompletedSuccessfully) throw new LaunchException(ExitStatus.GuestDied, $"the guest did not come up\n{cluster.Progress()}");
        await cluster.LogInstructionsAsync(cancellation);
        try
        {
            await cluster.Ended.WaitAsync(_sampling, cancellation);
        }
        catch (TimeoutException)
        {
            await cluster.StopAsync();
        }

        activity.Succeed();
        return (Paths(cluster, paths, PathKind.Fault), Paths(cluster, paths, PathKind.PageMessage));
    }

    private static InstructionPath[] Paths(Cluster cluster, InstructionPaths paths, PathKind kind) =>
        [.. cluster.Nodes.SelectMany(node => InstructionSummary.Read(node, paths, kind)).OrderBy(path => path.Length)];

    private static object Summary(InstructionPath[] paths, int functions) => new
    {
        count = paths.Length,
        minimum = paths[0].Length,
        median = paths[paths.Length / 2].Length,
        functions = Top(paths, functions).ToDictionary(f => f.Name, f => f.Instructions),
    };

    // Means over all ways, so that all functions' add up to the mean way.
    private static IEnumerable<(string Name, double Instructions)> Top(InstructionPath[] paths, int functions) =>
        paths.SelectMany(path => path.Functions).GroupBy(f => f.Key).Select(f => (Name: f.Key, Instructions: (double)f.Sum(each => each.Value) / paths.Length)).OrderByDescending(f => f.Instructions).Take(functions);

    private static void Print((string Name, InstructionPath[] Paths)[] sides, int functions)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("instructions at EL2, from the guest and back", "times", "minimum", "median");
        foreach ((string name, InstructionPath[] paths) in sides) table.AddRow(name, $"{paths.Length}", $"{paths[0].Length}", $"{paths[paths.Length / 2].Length}");
        AnsiConsole.Write(table);
        if (functions == 0) return;
        foreach ((string name, InstructionPath[] paths) in sides)
        {
            table = new Table().Border(TableBorder.Markdown).AddColumns(name, "mean instructions");
            foreach ((string function, double instructions) in Top(paths, functions)) table.AddRow(Markup.Escape(function), $"{instructions:0}");
            AnsiConsole.Write(table);
        }
    }
}
