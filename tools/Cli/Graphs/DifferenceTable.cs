using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pilevisor.Launch.Images;

namespace Pilevisor.Cli.Graphs;

/// <summary>Writes how two variants differ as a table in Markdown.</summary>
internal static class DifferenceTable
{
    public static string Of(string here, string there, IReadOnlyList<WiringDifference> differences)
    {
        if (differences.Count == 0) return $"{here} and {there} are wired alike\n\n";
        StringBuilder text = new($"| service | {here} | {there} |\n|---|---|---|\n");
        foreach (WiringDifference difference in differences)
            text.Append($"| {ShortName.Of(difference.Service)} | {Cell(difference.Here, difference.There)} | {Cell(difference.There, difference.Here)} |\n");
        return text.Append('\n').ToString();
    }

    // Of the same class, what they differ in: what it is given that the other is not.
    private static string Cell(WiredComponent? component, WiredComponent? other)
    {
        if (component is null) return "-";
        string made = component.Name + (component.PerCpu ? ", each CPU" : "") + (component.Member is { } member ? $", from {ShortName.Member(member)}" : "");
        string[] more = component.Type == other?.Type ? [.. component.Needs.Except(other.Needs).Select(need => ShortName.Of(need.Service))] : [];
        return more.Length == 0 ? made : $"{made}, given {string.Join(", ", more)}";
    }
}
