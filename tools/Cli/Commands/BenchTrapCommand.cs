using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>bench trap: how many instructions the hypervisor runs for what a guest traps for, counted by the guest samples/guests/flat/trapcost.S on a machine whose clock counts instructions.</summary>
internal sealed class BenchTrapCommand : Command
{
    private const string Guest = "trapcost";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly FlatGuests _guests;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public BenchTrapCommand(ClusterLauncher launcher, FlatGuests guests, PackageInstaller packages, IActivities activities)
        : base("trap", "Count the hypervisor's instructions for traps that a guest makes")
    {
        (_launcher, _guests, _packages, _activities) = (launcher, guests, packages, activities);
        foreach (Option option in (Option[])[_variant, _cpuModel, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        ClusterConfiguration machine = new() { Nodes = 1, CpusPerNode = 1, Timeout = _limit, Variant = request.GetValue(_variant)!, CpuModel = request.GetValue(_cpuModel), CountsInstructions = true };
        _launcher.Refuse(machine);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        string console = await ConsoleOfAsync(machine with { Kernel = await _guests.GetAsync(Guest, cancellation) }, cancellation);
        TrapCost[] costs = TrapCost.In(console);
        if (costs.Length == 0) throw new LaunchException(ExitStatus.GuestDied, $"the guest counted nothing; it wrote:\n{console}");
        if (request.GetValue(_json)) Json.Print(costs);
        else Print(costs);
        return ExitStatus.Success;
    }

    private async Task<string> ConsoleOfAsync(ClusterConfiguration machine, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin("counting instructions");
        await using Cluster cluster = await _launcher.StartAsync(machine, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        if (end.Reason != ClusterEndReason.PoweredOff) throw new LaunchException(ExitStatus.GuestDied, $"the guest did not get to its end\n{end.Message}\n{cluster.Progress()}");
        activity.Succeed();
        return cluster.Console.Text;
    }

    private static void Print(TrapCost[] costs)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("trap", "instructions at EL2");
        foreach (TrapCost cost in costs) table.AddRow(Markup.Escape(cost.Trap), $"{cost.Instructions}");
        AnsiConsole.Write(table);
    }
}
