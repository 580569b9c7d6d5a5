using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>remove: a machine of a cluster that runs under a name leaves it.</summary>
internal sealed class RemoveCommand : Command
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the run is called: up --name" };
    private readonly Argument<int> _node = new("NODE") { Description = "Which machine, as in node2: one that joined while the guest ran", CustomParser = Parse };
    private readonly Option<bool> _json = new("--json") { Description = "Print a line of JSON for each thing that happens" };

    public RemoveCommand()
        : base("remove", "Have a machine leave a running cluster, and show how the guest gives it back")
    {
        Add(_name);
        Add(_node);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        int node = request.GetValue(_node);
        await foreach (ControlReply reply in ControlClient.AskAsync(request.GetValue(_name)!, new ControlRequest("remove", Node: node), cancellation))
        {
            if (reply.Problem is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
            // That it stays is the problem that follows.
            if (reply.Event is not { Event: not "stays" } happened) continue;
            if (request.GetValue(_json)) Json.Print(happened);
            else Console.Out.WriteLine(Words(happened));
        }

        if (!request.GetValue(_json)) Console.Out.WriteLine($"node {node}'s machine has powered off");
        return 0;
    }

    private static int Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (NodeName.Read(text) is { } node) return node;
        result.AddError($"'{text}' is no node: write it as in node2");
        return 0;
    }

    private static string Words(ClusterEvent happened) => happened.Event switch
    {
        "leaving" => $"the guest has given back what it had of node {happened.Node}",
        "left" => $"node {happened.Node} has left",
        _ => $"node {happened.Node}: {happened.Event}",
    };
}
