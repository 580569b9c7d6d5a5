using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Traces.Analysis;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>top: what a cluster that runs under a name does just now.</summary>
internal sealed class TopCommand : Command
{
    private const int FileColumns = 160;
    private readonly Argument<string> _name = new("NAME") { Description = "What the run is called: up --name" };
    private readonly Option<int?> _samples = new("--samples") { Description = "End after so many seconds [default: with the run, or by Ctrl-C]", HelpName = "N" };
    private readonly Option<string?> _symbols = new("--symbols") { Description = "The guest's System.map or /proc/kallsyms, for the names of functions", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON a second instead" };

    public TopCommand()
        : base("top", "Watch a running cluster: what its CPUs do, faults, messages, latencies, and which pages its nodes fight over")
    {
        Add(_name);
        Add(_samples);
        Add(_symbols);
        Add(_json);
        _samples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--samples is 1 or more");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        // Whoever reads it from a file has any width.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = FileColumns;
        GuestSymbols? symbols = request.GetValue(_symbols) is { } file ? GuestSymbolsReader.Read(file) : null;
        TopView view = new(request.GetValue(_name)!);
        if (request.GetValue(_json)) await ShowAsync(sample => Json.Print(sample));
        else if (Console.IsOutputRedirected) await ShowAsync(sample => AnsiConsole.Write(view.Draw(sample)));
        else await AnsiConsole.Live(view.Empty).StartAsync(display => ShowAsync(sample => display.UpdateTarget(view.Draw(sample))));
        return ExitStatus.Success;

        async Task ShowAsync(Action<ClusterSample> show)
        {
            int left = request.GetValue(_samples) ?? int.MaxValue;
            await foreach (ClusterSample sample in WatchAsync(request.GetValue(_name)!, cancellation))
            {
                show(symbols is null ? sample : Named(sample, symbols));
                if (--left == 0) break;
            }
        }
    }

    private static ClusterSample Named(ClusterSample sample, GuestSymbols symbols) => sample with
    {
        HotPages = [.. sample.HotPages.Select(page => page with { Waiters = [.. page.Waiters.Select(waiter => waiter with { Symbol = symbols.FunctionAt(waiter.Instruction) })] })],
    };

    private static async IAsyncEnumerable<ClusterSample> WatchAsync(string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (ControlReply reply in ControlClient.AskAsync(name, new ControlRequest("watch"), cancellation))
        {
            if (reply.Problem is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
            if (reply.Sample is { } sample) yield return sample;
        }
    }
}
