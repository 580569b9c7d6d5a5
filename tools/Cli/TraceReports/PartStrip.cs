using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Draws where in a page its nodes came: a row for each, from the page's first byte to its last. What is written, by any node, is drawn in full height, what is only read in half.</summary>
internal static class PartStrip
{
    private const double Row = 9;
    private const double Mark = 3;
    private const double Least = 0.35;

    /// <summary>The strip; null if no access said where it went.</summary>
    public static XElement? Draw(PageHistory page, int pageBytes)
    {
        if (page.Parts.Count == 0) return null;
        double parts = TraceEntry.Parts, partBytes = pageBytes / parts;
        NodeUse[] uses = [.. page.Uses];
        List<XElement> shapes = [];
        for (int i = 0; i < uses.Length; i++)
        {
            int node = uses[i].Node.Value;
            double top = i * (Row + 1);
            shapes.Add(Svg.Box(0, top, parts + Mark, Row, "frame", $"node {node}"));
            long most = page.Parts.Values.Max(part => part.Visits[node]);
            foreach ((uint offset, PartUse part) in page.Parts.Where(part => part.Value.Visits[node] > 0))
            {
                double height = part.IsWritten ? Row : Row / 2;
                string says = $"node {node}, offset 0x{offset:x}: {part.Visits[node]:N0} visits, {(part.IsWritten ? "written" : "only read")}";
                shapes.Add(Svg.Box(offset / partBytes, top + Row - height, Mark, height, Svg.Colour(node), says, Least + ((1 - Least) * part.Visits[node] / Math.Max(1, most))));
            }
        }

        return Html.Of("div", "strip", Svg.Drawing(parts + Mark, uses.Length * (Row + 1), "parts of the page by node", [.. shapes]));
    }
}
