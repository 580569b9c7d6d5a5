using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Soak;

namespace Pilevisor.Cli.Commands;

/// <summary>soak: cluster after cluster, whose shapes, faults and programs a seed draws, until the time is up or something is wrong.</summary>
internal sealed class SoakCommand : Command
{
    private const int MostMinutes = 10_000;
    private readonly Option<double> _minutes = new("--minutes") { Description = "Begin legs for so long", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<int?> _seed = new("--seed") { Description = "What everything is drawn from [default: one that is drawn, and shown]", HelpName = "S" };
    private readonly Option<int?> _leg = new("--leg") { Description = "Run this leg only", HelpName = "K" };
    private readonly Option<bool> _loads = new("--loads") { Description = "Draw loads by Debian's programs, too: stress-ng, hackbench, openssl, a compiler, a kernel build" };
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON for each leg" };
    private readonly ClusterLauncher _launcher;
    private readonly GuestPrograms _programs;
    private readonly PackageInstaller _packages;
    private readonly IActivities _activities;

    public SoakCommand(ClusterLauncher launcher, GuestPrograms programs, PackageInstaller packages, IActivities activities)
        : base("soak", "Run cluster after cluster with faults and programs that a seed draws, and check data, kernel logs and leaks")
    {
        (_launcher, _programs, _packages, _activities) = (launcher, programs, packages, activities);
        foreach (Option option in (Option[])[_minutes, _seed, _leg, _loads, _variant, _json]) Add(option);
        _minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= MostMinutes)) result.AddError($"--minutes: more than 0, up to {MostMinutes}");
        });
        _leg.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--leg: legs are counted from 1 on");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        double minutes = request.GetValue(_minutes);
        int seed = request.GetValue(_seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        string variant = request.GetValue(_variant)!;
        IReadOnlyList<string> loads = request.GetValue(_loads) ? _programs.Loads : [];
        _launcher.Refuse(SoakLeg.Draw(seed, 1, variant, loads).Configuration);
        await _packages.EnsureAsync(HostPackages.ForClusters, cancellation);
        _activities.Note($"seed {seed}");
        SoakRun run = new(_launcher);
        List<SoakResult> results = [];
        Stopwatch clock = Stopwatch.StartNew();
        for (int number = request.GetValue(_leg) ?? 1; results.Count == 0 || (request.GetValue(_leg) is null && clock.Elapsed.TotalMinutes < minutes); number++)
        {
            SoakResult result = await RunAsync(run, SoakLeg.Draw(seed, number, variant, loads), cancellation);
            results.Add(result);
            if (request.GetValue(_json)) Json.Print(Summary(seed, result));
            if (result.Problem is null) continue;
            Console.Error.WriteLine($"pilevisor: {result.Leg}\n{result.Problem}\nto run it again: ./pilevisor soak --variant {variant} --seed {seed} --leg {number}{(loads.Count > 0 ? " --loads" : "")}");
            return ExitStatus.TestsFailed;
        }

        Console.Out.WriteLine(
            $"{results.Count} legs right, seed {seed}: {results.Sum(r => r.Leg.Steps.Count)} programs, {results.Sum(r => (long)r.Misses):N0} misses, {results.Sum(r => r.Ports.Sum(p => p.Lost)):N0} frames lost and {results.Sum(r => (long)r.Retransmissions):N0} sent again, "
            + $"{results.Max(r => r.MostWaitingFrames)} frames waiting at most, none at the end of any");
        return ExitStatus.Success;
    }

    private async Task<SoakResult> RunAsync(SoakRun run, SoakLeg leg, CancellationToken cancellation)
    {
        using IActivity activity = _activities.Begin(leg.ToString());
        SoakResult result = await run.RunAsync(leg, cancellation);
        if (result.Problem is null) activity.Succeed();
        return result;
    }

    private static object Summary(int seed, SoakResult result) => new
    {
        seed,
        leg = result.Leg.Number,
        what = result.Leg.ToString(),
        seconds = Math.Round(result.Seconds, 1),
        problem = result.Problem,
        result.Misses,
        result.Retransmissions,
        result.MostWaitingFrames,
        network = result.Ports,
    };
}
