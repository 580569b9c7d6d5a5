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

/// <summary>A bench of guest programs: several machines by turns, most often two CPUs on plain QEMU, on one node and on two, and what each program takes on each.</summary>
internal abstract class BenchProgramsCommand : Command
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(600);
    private readonly Option<int> _rounds = new("--rounds") { Description = "Runs of each", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly GuestFigure[] _figures;
    private readonly Func<ClusterConfiguration, ComparedMachine[]> _machines;
    private readonly string[] _references;
    private readonly ClusterLauncher _launcher;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    protected BenchProgramsCommand(string name, string description, GuestFigure[] figures, ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
        : this(name, description, figures, ComparedMachine.TwoCpus, ["plain", "one node"], launcher, packages, activities)
    {
    }

    /// <param name="name">What the bench is called.</param>
    /// <param name="description">What it does.</param>
    /// <param name="figures">What programs print.</param>
    /// <param name="machines">The machines, made of what a guest is to have.</param>
    /// <param name="references">What the first of them are called, which all are compared with.</param>
    /// <param name="launcher">Starts the machines.</param>
    /// <param name="packages">Sees to what the host needs.</param>
    /// <param name="activities">Told what is under way.</param>
    protected BenchProgramsCommand(
        string name, string description, GuestFigure[] figures, Func<ClusterConfiguration, ComparedMachine[]> machines, string[] references, ClusterLauncher launcher, PackageInstaller packages, IActivities activities)
        : base(name, description)
    {
        (_figures, _machines, _references, _launcher, _packages, _activities) = (figures, machines, references, launcher, packages, activities);
        foreach (Option option in (Option[])[_rounds, _variant, _cpuModel, _json]) Add(option);
        SetAction(RunAsync);
    }

    /// <summary>Gives the guest what its programs need of this host.</summary>
    /// <param name="guest">A guest that runs them.</param>
    /// <param name="furnished">The same, with that.</param>
    /// <returns>What is ended and removed behind the last run; null for nothing.</returns>
    protected virtual IDisposable? Furnish(ClusterConfiguration guest, out ClusterConfiguration furnished)
    {
        furnished = guest;
        return null;
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        int rounds = request.GetValue(_rounds);
        if (rounds < 1) throw new LaunchException(ExitStatus.BadInput, "at least one round is needed");
        string command = string.Join(" && ", _figures.Select(figure => figure.Command).Distinct());
        using IDisposable? needs = Furnish(new() { Command = command, Timeout = _limit, Variant = request.GetValue(_variant)!, CpuModel = request.GetValue(_cpuModel) }, out ClusterConfiguration guest);
        ComparedMachine[] machines = _machines(guest);
        foreach (ComparedMachine machine in machines) _launcher.Refuse(machine.Configuration);
        await _packages.EnsureAsync(HostPackages.For(guest), cancellation);
        List<double[]>[] values = [.. machines.Select(_ => new List<double[]>())];
        for (int round = 1; round <= rounds; round++)
        {
            for (int i = 0; i < machines.Length; i++) values[i].Add(await MeasureAsync(machines[i], $"round {round} of {rounds}: {machines[i].Name}", cancellation));
        }

        ProgramFigures[] results = [.. _figures.Select((figure, f) => new ProgramFigures(figure, machines, [.. values.Select(machine => machine.Select(run => run[f]).ToArray())], _references))];
        if (request.GetValue(_json)) Json.Print(new { rounds, figures = results.Select(result => result.Summary()) });
        else Print(results);
        return ExitStatus.Success;
    }

    private async Task<double[]> MeasureAsync(ComparedMachine machine, string what, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin(what);
        CommandOutput output = new();
        await using Cluster cluster = await _launcher.StartAsync(machine.Configuration, output, cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        double?[] values = [.. _figures.Select(figure => figure.In(output.Text))];
        if (end.Reason != ClusterEndReason.PoweredOff || cluster.CommandStatus != 0 || values.Contains(null))
            throw new LaunchException(ExitStatus.GuestDied, $"{what}: the guest did not measure everything\n{end.Message}\n{output.Text}\n{cluster.Progress()}");
        activity.Succeed();
        return [.. values.OfType<double>()];
    }

    private void Print(ProgramFigures[] results)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns(["", "machine", "median", .. _references.Select(reference => $"to {reference}")]);
        foreach ((string figure, string machine, double median, double[] to) in results.SelectMany(result => result.Rows()))
            table.AddRow([figure, machine, $"{median:0.###}", .. to.Select(times => $"{times:0.00} x")]);
        AnsiConsole.Write(table);
    }
}
