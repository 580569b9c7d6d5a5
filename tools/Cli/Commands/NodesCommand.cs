using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Machines;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>nodes: who is there in a cluster that runs under a name.</summary>
internal sealed class NodesCommand : Command
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the run is called: up --name" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of a table" };

    public NodesCommand()
        : base("nodes", "Show the machines of a running cluster: CPUs, memory given and used, misses")
    {
        Add(_name);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        await foreach (ControlReply reply in ControlClient.AskAsync(request.GetValue(_name)!, new ControlRequest("nodes"), cancellation))
        {
            if (request.GetValue(_json)) Json.Print(new { nodes = reply.Nodes });
            else Print(reply);
        }

        return 0;
    }

    private static void Print(ControlReply reply)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in (string[])["node", "state", "CPUs on", "gives", "used", "keeps of others'", "misses"]) table.AddColumn(column);
        foreach (NodeState node in reply.Nodes!)
        {
            table.AddRow(
                $"{node.Node}", node.State, node.Cpus == 0 ? "" : $"{node.Vcpus} of {node.Cpus}", Size(node.GivenBytes), Size(node.UsedBytes), Size(node.CachedBytes), node.Cpus == 0 ? "" : $"{node.Misses:N0}");
        }

        AnsiConsole.Write(table);

        string Size(long bytes) => bytes == 0 ? "" : ByteSize.Format(bytes);
    }
}
