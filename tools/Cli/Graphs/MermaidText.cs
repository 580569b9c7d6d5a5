using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pilevisor.Cli.Graphs;

/// <summary>Writes a drawing as a Mermaid flowchart: a subgraph for each layer, classes for the marks.</summary>
internal static class MermaidText
{
    public static string Of(Drawing drawing)
    {
        Dictionary<string, string> ids = drawing.Boxes.Select((box, index) => (box.Key, Id: $"n{index}")).ToDictionary(b => b.Key, b => b.Id);
        StringBuilder text = new($"---\ntitle: \"{drawing.Title}\"\n---\nflowchart LR\n");
        foreach (IGrouping<string, Box> group in drawing.Boxes.GroupBy(box => box.Group))
        {
            text.Append($"    subgraph {group.Key}\n");
            foreach (Box box in group) text.Append($"        {ids[box.Key]}[\"{Escape(box.Title)}{(box.Detail.Length == 0 ? "" : $"<br/>{Escape(box.Detail)}")}\"]{Class(box.Mark)}\n");
            text.Append("    end\n");
        }
        foreach (Arrow arrow in drawing.Arrows) text.Append($"    {ids[arrow.From]} -->{(Label(arrow) is { Length: > 0 } label ? $"|\"{label}\"|" : "")} {ids[arrow.To]}\n");
        foreach (Mark mark in drawing.Boxes.Select(box => box.Mark).Distinct().Where(mark => mark != Mark.None).Order()) text.Append($"    classDef {Name(mark)} {Style(mark)}\n");
        return text.ToString();
    }

    private static string Escape(string text) => text.Replace("<", "&lt;").Replace(">", "&gt;");

    private static string Class(Mark mark) => mark == Mark.None ? "" : $":::{Name(mark)}";

    private static string Label(Arrow arrow) => arrow.Mark switch { Mark.Added => "+", Mark.Removed => "-", _ => arrow.Label };

    private static string Name(Mark mark) => mark.ToString().ToLowerInvariant();

    private static string Style(Mark mark) => mark switch
    {
        Mark.Added => "stroke:#080,stroke-width:3px",
        Mark.Removed => "stroke:#c00,stroke-width:3px,stroke-dasharray:5",
        _ => "stroke:#000,stroke-width:3px",
    };
}
