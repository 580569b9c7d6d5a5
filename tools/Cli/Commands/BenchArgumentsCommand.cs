using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
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

/// <summary>bench arguments: what a change of the guest's kernel command line saves or costs, by turns with what a guest on several nodes is told by default.</summary>
internal sealed class BenchArgumentsCommand : Command
{
    // What shares the kernel: system calls, wake-ups, and a CPU that goes and comes, which waits for grace periods.
    private const string Load = "calls 300 && pipes 20 && hotplug 1";
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(600);
    private readonly Argument<string[]> _words = new("WORDS") { Description = "Words to add, each by itself, or several in quotes [default: each of our words left out, and a list of candidates]", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Runs with each change, and as many without", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _nodes = new("--nodes") { Description = "Machines of the cluster", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _cpus = new("--cpus") { Description = "CPUs of each node", HelpName = "C", DefaultValueFactory = _ => 1 };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What each node gives to the guest [default: 512M]");
    private readonly Option<string> _kernelSeries = KernelSeriesOption.Create();
    private readonly Option<string> _exec = new("--exec") { Description = "What the guest runs", HelpName = "COMMAND", DefaultValueFactory = _ => Load };
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly ClusterLauncher _launcher;
    private readonly GuestKernels _kernels;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public BenchArgumentsCommand(ClusterLauncher launcher, GuestKernels kernels, PackageInstaller packages, IActivities activities)
        : base("arguments", "Count what changes of the guest's kernel command line save or cost, by turns with what we tell it")
    {
        (_launcher, _kernels, _packages, _activities) = (launcher, kernels, packages, activities);
        Add(_words);
        foreach (Option option in (Option[])[_rounds, _nodes, _cpus, _memory, _kernelSeries, _exec, _variant, _cpuModel, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        int rounds = request.GetValue(_rounds);
        if (rounds < 1) throw new LaunchException(ExitStatus.BadInput, "at least one round is needed");
        ClusterConfiguration guest = Guest(request);
        if (guest.Nodes < 2) throw new LaunchException(ExitStatus.BadInput, "a guest on one node is not told these words, and misses nothing: --nodes 2 or more");
        _launcher.Refuse(guest);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        ArgumentsSeries[] series = [.. (await TriedAsync(request.GetValue(_words)!, guest, cancellation)).Select(tried => new ArgumentsSeries(tried))];
        for (int round = 1; round <= rounds; round++)
        {
            foreach (ArgumentsSeries each in series)
            {
                // Each goes first in every other round, so that neither always comes behind the other.
                string what = $"round {round} of {rounds}: {each.Tried.Name}";
                if (round % 2 != 0) each.Defaults.Add(await MeasureAsync(guest, $"{what}, our words", cancellation));
                each.Changed.Add(await MeasureAsync(guest with { Append = each.Tried.Append }, what, cancellation));
                if (round % 2 == 0) each.Defaults.Add(await MeasureAsync(guest, $"{what}, our words", cancellation));
            }
        }

        if (request.GetValue(_json)) Json.Print(new { rounds, guest.Nodes, guest.CpusPerNode, guest.KernelSeries, guest.Command, changes = series.Select(each => new { each.Tried.Name, each.Tried.Append, each.Defaults, each.Changed, each.Ratio, each.Verdict }) });
        else Print(series);
        return ExitStatus.Success;
    }

    private ClusterConfiguration Guest(ParseResult request)
    {
        ClusterConfiguration guest = new() { Nodes = request.GetValue(_nodes), CpusPerNode = request.GetValue(_cpus), Command = request.GetValue(_exec), Timeout = _limit, Variant = request.GetValue(_variant)! };
        return guest with { MemoryBytes = request.GetValue(_memory) ?? guest.MemoryBytes, KernelSeries = request.GetValue(_kernelSeries)!, CpuModel = request.GetValue(_cpuModel) };
    }

    // A word that the kernel does not know would look as if it changed nothing.
    private async Task<IEnumerable<TriedArguments>> TriedAsync(string[] words, ClusterConfiguration guest, CancellationToken cancellation)
    {
        byte[] kernel = await File.ReadAllBytesAsync(await _kernels.GetAsync(guest.KernelSeries, cancellation), cancellation);
        TriedArguments[] wanted = words.Length > 0 ? [.. words.Select(TriedArguments.Added)] : [.. TriedArguments.LeftOut(guest.Nodes * guest.CpusPerNode), .. TriedArguments.Candidates];
        List<TriedArguments> tried = [];
        foreach (TriedArguments each in wanted)
        {
            if (KernelParameters.Unknown(kernel, each.Append) is not { } unknown) tried.Add(each);
            else if (words.Length > 0) throw new LaunchException(ExitStatus.BadInput, $"Linux {guest.KernelSeries} has no parameter by the name of '{unknown}'");
            else _activities.Note($"Linux {guest.KernelSeries} has no parameter by the name of '{unknown}': passed over");
        }

        return tried;
    }

    private async Task<ArgumentsRun> MeasureAsync(ClusterConfiguration configuration, string what, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin(what);
        CommandOutput output = new();
        await using Cluster cluster = await _launcher.StartAsync(configuration, output, cancellation);
        long started = Stopwatch.GetTimestamp();
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        if (end.Reason != ClusterEndReason.PoweredOff || cluster.CommandStatus != 0 || !cluster.HasAllCounts)
            throw new LaunchException(ExitStatus.GuestDied, $"{what}: the guest did not get through its load\n{end.Message}\n{output.Text}\n{cluster.Progress()}");
        activity.Succeed();
        return new(PageTraffic.Of(cluster.Counts.Values), took.TotalSeconds);
    }

    private static void Print(ArgumentsSeries[] series)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        AnsiConsole.Write(ArgumentsTable.Of(series));
        Console.Out.WriteLine(FormattableString.Invariant($"Of changes that do nothing, chance alone makes one in {ArgumentsSeries.OneIn(series[0].Changed.Count):0} look like fewer or more."));
    }
}
