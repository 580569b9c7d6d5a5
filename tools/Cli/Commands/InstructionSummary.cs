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
internal sealed record InstructionSummary(int Count, int Minimum, int Median)
{
    /// <summary>Of all ways.</summary>
    /// <exception cref="LaunchException">If there is none.</exception>
    public static InstructionSummary Of(IReadOnlyCollection<InstructionPath> paths, string what)
    {
        if (paths.Count == 0) throw new LaunchException(ExitStatus.Unavailable, $"nothing of this kind was logged: {what}");
        int[] lengths = [.. paths.Select(path => path.Length).Order()];
        return new(lengths.Length, lengths[0], lengths[lengths.Length / 2]);
    }

    /// <summary>The ways of one kind in a node's log.</summary>
    public static IReadOnlyList<InstructionPath> Read(ClusterNode node, InstructionPaths paths, PathKind kind) => paths.Of(File.ReadLines(node.InstructionLog!.File), kind);
}
