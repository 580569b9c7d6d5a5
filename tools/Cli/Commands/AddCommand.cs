using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>add: one more machine for a cluster that runs under a name.</summary>
internal sealed class AddCommand : Command
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the run is called: up --name" };
    private readonly Option<int?> _cpus = new("--cpus") { Description = "Its CPUs [default: as many as the first nodes have]", HelpName = "C" };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What it gives to the guest [default: as much as the first nodes]");
    private readonly Option<bool> _json = new("--json") { Description = "Print a line of JSON for each thing that happens" };

    public AddCommand()
        : base("add", "Start one more machine for a running cluster, and show how it joins")
    {
        Add(_name);
        Add(_cpus);
        Add(_memory);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        ControlRequest addition = new("add", request.GetValue(_cpus), request.GetValue(_memory));
        double? first = null;
        await foreach (ControlReply reply in ControlClient.AskAsync(request.GetValue(_name)!, addition, cancellation))
        {
            if (reply.Problem is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
            if (reply.Event is not { } happened) continue;
            first ??= happened.Seconds;
            if (request.GetValue(_json)) Json.Print(happened);
            else Console.Out.WriteLine($"{happened.Seconds - first:0.0} s: {Words(happened)}");
        }

        return 0;
    }

    private static string Words(ClusterEvent happened) => happened.Event switch
    {
        "added" => $"node {happened.Node}'s machine starts",
        "joined" => $"node {happened.Node} has joined",
        "lost" => $"node {happened.Node}'s machine has ended",
        "plugged" => $"the guest uses node {happened.Node}'s memory",
        _ => $"the guest runs on node {happened.Node}",
    };
}
