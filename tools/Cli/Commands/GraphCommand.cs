using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Graphs;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;

namespace Pilevisor.Cli.Commands;

/// <summary>graph: draws what is wired to what in a variant, and how two variants differ.</summary>
internal sealed class GraphCommand : Command
{
    private readonly Argument<string> _variant = new("VARIANT") { Description = "Which", DefaultValueFactory = _ => VariantCatalog.Default };
    private readonly Option<string?> _layer = new("--layer") { Description = "Draw the components of one layer, and what they touch [default: an overview of all]", HelpName = "LAYER" };
    private readonly Option<string?> _component = new("--component") { Description = "Draw one component, what it needs and what needs it", HelpName = "NAME" };
    private readonly Option<string?> _diff = new("--diff") { Description = "Show what another variant has otherwise", HelpName = "OTHER" };
    private readonly Option<string?> _svg = new("--svg") { Description = "Draw into this file, too", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Print all components, or the differences, in one line of JSON" };
    private readonly VariantCatalog _catalog;
    private readonly ImageBuilder _builder;
    private readonly PackageInstaller _packages;

    public GraphCommand(VariantCatalog catalog, ImageBuilder builder, PackageInstaller packages)
        : base("graph", "Draw what is wired to what in a variant, as a Mermaid flowchart")
    {
        (_catalog, _builder, _packages) = (catalog, builder, packages);
        Add(_variant);
        foreach (Option option in (Option[])[_layer, _component, _diff, _svg, _json]) Add(option);
        Validators.Add(result =>
        {
            string[] given = [.. new Option[] { _layer, _component, _diff }.Where(option => result.GetResult(option) is not null).Select(option => option.Name)];
            if (given.Length > 1) result.AddError($"{string.Join(" and ", given)} draw different things: give one");
            if (result.GetValue(_json) && given is ["--layer" or "--component"]) result.AddError($"--json prints all components: leave out {given[0]}");
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        string variant = request.GetValue(_variant)!;
        string? other = request.GetValue(_diff);
        string? svg = request.GetValue(_svg);
        foreach (string name in other is null ? [variant] : new[] { variant, other }) _catalog.Require(name);
        if (svg is not null && OutputPath.FileProblem(svg, "the drawing") is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
        await _packages.EnsureAsync(HostPackages.ForImages, cancellation);
        WiringGraph graph = await ReadAsync(variant, cancellation);
        WiringGraph? there = other is null ? null : await ReadAsync(other, cancellation);
        Drawing drawing = there is null ? Draw(graph, request) : GraphViews.Difference($"{other} against {variant}: green is added, red is gone", graph, there);
        IReadOnlyList<WiringDifference> differences = there is null ? [] : WiringDifference.Of(graph, there);
        if (svg is not null) OutputPath.WriteFile(svg, "the drawing", SvgText.Of(drawing));
        if (!request.GetValue(_json)) Console.Out.Write((other is null ? "" : DifferenceTable.Of(variant, other, differences)) + MermaidText.Of(drawing));
        else if (other is null) Json.Print(new { variant, graph.Components });
        else Json.Print(new { variant, other, differences });
        return ExitStatus.Success;
    }

    private async Task<WiringGraph> ReadAsync(string variant, CancellationToken cancellation) => WiringGraph.Read((await _builder.BuildAsync(variant, cancellation)).Assemblies);

    private Drawing Draw(WiringGraph graph, ParseResult request)
    {
        if (request.GetValue(_layer) is { } layer) return GraphViews.Layer(graph, layer);
        return request.GetValue(_component) is { } name ? GraphViews.Component(graph, name) : GraphViews.Overview(graph);
    }
}
