using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Launch;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>How long ways of one kind through the hypervisor are, in instructions at EL2.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Minimum">The shortest.</param>
/// <param name="Median">The one in the middle.</param>
/// <param name="MostFrequent">What most of them are: what a way takes if nothing else comes in between. The shorter of two that are as frequent.</param>
/// <param name="Functions">How much of one of these each function took, the largest first.</param>
internal sealed record InstructionSummary(int Count, int Minimum, int Median, int MostFrequent, IReadOnlyDictionary<string, int> Functions)
{
    /// <summary>Of all ways, with that many functions.</summary>
    /// <exception cref="LaunchException">If there is none.</exception>
    public static InstructionSummary Of(IReadOnlyCollection<InstructionPath> paths, string what, int functions)
    {
        if (paths.Count == 0) throw new LaunchException(ExitStatus.Unavailable, $"nothing of this kind was logged: {what}");
        int[] lengths = [.. paths.Select(path => path.Length).Order()];
        int mostFrequent = lengths.CountBy(length => length).MaxBy(length => length.Value).Key;
        Dictionary<string, int> parts = paths.First(path => path.Length == mostFrequent).Functions.OrderByDescending(f => f.Value).Take(functions).ToDictionary();
        return new(lengths.Length, lengths[0], lengths[lengths.Length / 2], mostFrequent, parts);
    }

    /// <summary>The ways of one kind in a node's log.</summary>
    public static IReadOnlyList<InstructionPath> Read(ClusterNode node, InstructionPaths paths, PathKind kind) => paths.Of(File.ReadLines(node.InstructionLog!.File), kind);
}
