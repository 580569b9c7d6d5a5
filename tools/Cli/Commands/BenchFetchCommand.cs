using System;
using System.CommandLine;
using System.IO;
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
    private static readonly TimeSpan _sampling = TimeSpan.FromSeconds(8);
    private readonly Option<string> _variant = new("--variant") { Description = "The image", HelpName = "NAME", DefaultValueFactory = _ => VariantCatalog.Default };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of a table" };
    private readonly ClusterLauncher _launcher;
    private readonly ImageBuilder _builder;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public BenchFetchCommand(ClusterLauncher launcher, ImageBuilder builder, PackageInstaller packages, IActivities activities)
        : base("fetch", "Count the hypervisors' instructions for a page that comes from another machine")
    {
        (_launcher, _builder, _packages, _activities) = (launcher, builder, packages, activities);
        foreach (Option option in (Option[])[_variant, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        ClusterConfiguration guest = new() { Command = Program, Variant = request.GetValue(_variant)!, LogsInstructions = true };
        _launcher.Refuse(guest);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        VariantImage image = await _builder.BuildAsync(guest.Variant, cancellation);
        InstructionPaths paths = new(await ImageSymbols.ReadAsync(image.Elf, cancellation));
        (int[] requester, int[] owner) = await MeasureAsync(guest, paths, cancellation);
        if (requester.Length == 0 || owner.Length == 0) throw new LaunchException(ExitStatus.Unavailable, "the guest fetched nothing while instructions were logged");
        if (request.GetValue(_json)) Json.Print(new { requester = Summary(requester), owner = Summary(owner) });
        else Print(requester, owner);
        return ExitStatus.Success;
    }

    private async Task<(int[] Requester, int[] Owner)> MeasureAsync(ClusterConfiguration guest, InstructionPaths paths, CancellationToken cancellation)
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
        return (Lengths(cluster, paths, "_PageFaults__Resolve", null), Lengths(cluster, paths, "_CoherenceReceiver__Receive", "_PageFaults__Resolve"));
    }

    private static int[] Lengths(Cluster cluster, InstructionPaths paths, string through, string? pastBy) =>
        [.. cluster.Nodes.SelectMany(node => paths.Through(File.ReadLines(node.InstructionLog!.File), through, pastBy)).Order()];

    private static object Summary(int[] lengths) => new { count = lengths.Length, minimum = lengths[0], median = lengths[lengths.Length / 2] };

    private static void Print(int[] requester, int[] owner)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("instructions at EL2, from the guest and back", "times", "minimum", "median");
        foreach ((string name, int[] lengths) in ((string, int[])[])[("requester, from the fault to the page", requester), ("other side, one interrupt", owner)])
            table.AddRow(name, $"{lengths.Length}", $"{lengths[0]}", $"{lengths[lengths.Length / 2]}");
        AnsiConsole.Write(table);
    }
}
