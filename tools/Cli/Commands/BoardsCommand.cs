using System;
using System.CommandLine;
using System.Linq;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Cli.Commands;

/// <summary>boards: lists the machines that a cluster can be made of.</summary>
internal sealed class BoardsCommand : Command
{
    private readonly VariantCatalog _catalog;

    public BoardsCommand(VariantCatalog catalog)
        : base("boards", "List the boards that `up --board` starts, and what each can do")
    {
        _catalog = catalog;
        Option<bool> json = new("--json") { Description = "Print one line of JSON instead of text" };
        Add(json);
        SetAction(request =>
        {
            if (request.GetValue(json)) Json.Print(new { boards = QemuBoard.All.Select(Report) });
            else foreach (QemuBoard board in QemuBoard.All) Console.Out.WriteLine($"{board.Name,-12} {_catalog.DefaultFor(board.Name) ?? "no variant",-14} {board.Summary}: {board.Abilities}");
        });
    }

    private object Report(QemuBoard board) => new
    {
        board.Name,
        board.Summary,
        board.Machine,
        variant = _catalog.DefaultFor(board.Name),
        variants = _catalog.Names.Where(name => _catalog.Board(name) == board.Name),
        board.MostNodes,
        board.FewestCpus,
        mostCpus = board.NodeCpus,
        board.MostGuestCpus,
        mostMemoryBytes = board.MostMemoryBytes,
        board.GicVersion,
        nic = board.Nic.ToString(),
        cpuModel = board.OwnCpuModel,
        board.RunsPlain,
    };
}
