using System;
using System.CommandLine;
using System.Linq;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Images;

namespace Pilevisor.Cli.Commands;

/// <summary>variants: lists what can be built.</summary>
internal sealed class VariantsCommand : Command
{
    public VariantsCommand(VariantCatalog catalog)
        : base("variants", "List the images that can be built")
    {
        Option<bool> json = new("--json") { Description = "Print one line of JSON instead of text" };
        Add(json);
        SetAction(request =>
        {
            if (request.GetValue(json)) Json.Print(new { variants = catalog.Names.Select(name => new { name, bootsGuest = catalog.BootsGuest(name), board = catalog.Board(name), summary = catalog.Summary(name) }) });
            else foreach (string name in catalog.Names) Console.Out.WriteLine($"{name,-20} {(catalog.BootsGuest(name) ? "cluster" : "no guest"),-10} {catalog.Board(name),-12} {catalog.Summary(name)}");
        });
    }
}
