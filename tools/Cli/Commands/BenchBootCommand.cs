using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>bench boot: plain QEMU and Pilevisor take turns at booting the same guest, so that both see the same machine under the same load.</summary>
internal sealed class BenchBootCommand : Command
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(300);
    private readonly Option<int> _rounds = new("--rounds") { Description = "Boots of each", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<int?> _nodes = new("--nodes") { Description = "Only this many nodes, and plain QEMU with as many CPUs as the guest has then", HelpName = "N" };
    private readonly Option<int?> _cpus = new("--cpus") { Description = "Only nodes of this many CPUs, and plain QEMU", HelpName = "C" };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What each node gives to the guest [default: 512M]");
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public BenchBootCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
        : base("boot", "Boot the same guest on plain QEMU and on Pilevisor, by turns, and compare")
    {
        (_launcher, _packages, _activities) = (launcher, packages, activities);
        foreach (Option option in (Option[])[_rounds, _nodes, _cpus, _memory, _variant, _cpuModel, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        int rounds = request.GetValue(_rounds);
        if (rounds < 1) throw new LaunchException(ExitStatus.BadInput, "at least one round is needed");
        ClusterConfiguration guest = new() { Command = "true", Timeout = _limit, Variant = request.GetValue(_variant)!, CpuModel = request.GetValue(_cpuModel) };
        guest = guest with { MemoryBytes = request.GetValue(_memory) ?? guest.MemoryBytes };
        (int? nodes, int? cpus) = (request.GetValue(_nodes), request.GetValue(_cpus));
        ComparedMachine[] machines = nodes is null && cpus is null ? ComparedMachine.TwoCpus(guest) : ComparedMachine.Shape(guest with { Nodes = nodes ?? guest.Nodes, CpusPerNode = cpus ?? guest.CpusPerNode });
        BootSeries[] series = [.. machines.Select(machine => new BootSeries(machine.Name, machine.Configuration))];
        foreach (BootSeries each in series) _launcher.Refuse(each.Configuration);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        for (int round = 1; round <= rounds; round++)
        {
            foreach (BootSeries each in series) await BootAsync(each, $"round {round} of {rounds}: {each.Name}", cancellation);
        }

        if (request.GetValue(_json)) Json.Print(new { rounds, series = series.Select(s => new { s.Name, s.Seconds, s.Minimum, s.Median, s.Maximum, s.Traffic, ratioToPlain = s.Median / series[0].Median }) });
        else Print(series);
        return ExitStatus.Success;
    }

    private async Task BootAsync(BootSeries series, string what, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin(what);
        await using Cluster cluster = await _launcher.StartAsync(series.Configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        if (end.Reason != ClusterEndReason.PoweredOff || !cluster.Ready.IsCompletedSuccessfully)
            throw new LaunchException(ExitStatus.Panic, $"{what}: did not boot\n{end.Message}\n{cluster.Progress()}");
        activity.Succeed();
        series.Add(cluster.Ready.Result, cluster.HasAllCounts && !series.Configuration.Plain ? PageTraffic.Of(cluster.Counts.Values) : null);
    }

    private static void Print(BootSeries[] series)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("boot to user space, s", "minimum", "median", "maximum", "to plain", "misses", "messages", "MB");
        foreach (BootSeries each in series)
        {
            string[] traffic = each.Traffic is { } moved ? [$"{moved.Misses:N0}", $"{moved.Messages:N0}", $"{moved.Bytes / 1e6:0.0}"] : ["", "", ""];
            table.AddRow([each.Name, $"{each.Minimum:0.00}", $"{each.Median:0.00}", $"{each.Maximum:0.00}", $"{each.Median / series[0].Median:0.00} x", .. traffic]);
        }

        AnsiConsole.Write(table);
    }
}
