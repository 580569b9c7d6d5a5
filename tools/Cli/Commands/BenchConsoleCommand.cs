using System;
using System.Collections.Generic;
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

/// <summary>bench console: how fast a guest's console takes what its CPUs write, on plain QEMU and on Pilevisor, by turns.</summary>
internal sealed class BenchConsoleCommand : Command
{
    private const int Cpus = 2;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(300);
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public BenchConsoleCommand(ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
        : base("console", "Measure how fast the guest's console takes what its CPUs write, next to plain QEMU's")
    {
        (_launcher, _packages, _activities) = (launcher, packages, activities);
        foreach (Option option in (Option[])[_variant, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        ClusterConfiguration guest = new() { Command = ConsoleSpeed.Command(Cpus), Timeout = _limit, Variant = request.GetValue(_variant)! };
        ComparedMachine[] machines = ComparedMachine.TwoCpus(guest);
        foreach ((_, ClusterConfiguration configuration) in machines) _launcher.Refuse(configuration);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        List<(string Name, ConsoleSpeed[] Speeds)> measured = [];
        foreach ((string name, ClusterConfiguration configuration) in machines) measured.Add((name, await MeasureAsync(name, configuration, cancellation)));
        if (request.GetValue(_json)) Json.Print(measured.Select(each => new { each.Name, each.Speeds }));
        else Print(measured);
        return ExitStatus.Success;
    }

    private async Task<ConsoleSpeed[]> MeasureAsync(string name, ClusterConfiguration configuration, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin(name);
        CommandOutput output = new();
        await using Cluster cluster = await _launcher.StartAsync(configuration, output, cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        ConsoleSpeed[] speeds = ConsoleSpeed.In(output.Text);
        if (end.Reason != ClusterEndReason.PoweredOff || speeds.Length == 0) throw new LaunchException(ExitStatus.GuestDied, $"{name}: the guest measured nothing\n{end.Message}\n{cluster.Progress()}");
        activity.Succeed();
        return speeds;
    }

    private static void Print(List<(string Name, ConsoleSpeed[] Speeds)> measured)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("kB/s of console output", "from", "a program writes", "to plain", "the kernel logs", "to plain");
        foreach ((string name, ConsoleSpeed[] speeds) in measured)
        {
            for (int cpu = 0; cpu < Cpus; cpu++)
            {
                table.AddRow([name, $"CPU {cpu}", .. ((string[])["write", "log"]).SelectMany(way => Cells(Speed(speeds, cpu, way), Speed(measured[0].Speeds, cpu, way)))]);
            }
        }

        AnsiConsole.Write(table);
    }

    private static string[] Cells(double speed, double plain) => [$"{speed / 1000:0.0}", $"{speed / plain:0.00}"];

    private static double Speed(ConsoleSpeed[] speeds, int cpu, string way) => speeds.Single(speed => speed.Cpu == cpu && speed.Way == way).BytesPerSecond;
}
