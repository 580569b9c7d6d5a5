using System.Collections.Generic;

namespace Pilevisor.Lab.Model;

/// <summary>How large a modelled cluster is and what can happen in it.</summary>
/// <param name="Nodes">Nodes: 2 to <see cref="MaximumNodes"/>.</param>
/// <param name="Pages">Pages: 1 or more, one after the other; page i is at home at node i modulo <paramref name="Nodes"/>, unless <paramref name="OneHome"/>.</param>
/// <param name="CpusPerNode">CPUs a node, each with one access under way at most.</param>
/// <param name="Holds">Whether a page just won is held for a while.</param>
/// <param name="Evictions">Whether nodes want frames of foreign pages back.</param>
/// <param name="Faults">What may go wrong.</param>
/// <param name="OneHome">Whether all pages are at home at node 0: then whoever asks for one asks for all that it has not to come along.</param>
/// <param name="Leaves">Whether <see cref="Leaver"/> leaves at some time.</param>
/// <param name="Devices">Whether devices at each node work on pages that are there, one on each page, at any time and as long as they like.</param>
public sealed record ModelShape(
    int Nodes, int Pages = 1, int CpusPerNode = 1, bool Holds = true, bool Evictions = true, ModelFaults Faults = ModelFaults.None, bool OneHome = false, bool Leaves = false, bool Devices = false)
{
    /// <summary>The node that leaves: the home of page 1, if there is one and it is not at node 0.</summary>
    public const int Leaver = 1;

    /// <summary>The most nodes: more could not be explored exhaustively, and traces name a node by one digit.</summary>
    public const int MaximumNodes = 4;

    /// <summary>The most pages.</summary>
    public const int MaximumPages = 4;

    /// <summary>The most CPUs a node.</summary>
    public const int MaximumCpus = 2;

    /// <summary>Refuses a cluster that cannot be.</summary>
    /// <exception cref="LabException">Says what is wrong and what would be right.</exception>
    public void Refuse()
    {
        Within("nodes", Nodes, 2, MaximumNodes);
        Within("pages", Pages, 1, MaximumPages);
        Within("CPUs a node", CpusPerNode, 1, MaximumCpus);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<string> parts = [Count(Nodes, "node"), Count(Pages, "page"), $"{Count(CpusPerNode, "CPU")} a node"];
        if (OneHome) parts.Add("one home");
        if (Leaves) parts.Add($"node {Leaver} leaves");
        if (Holds) parts.Add("holds");
        if (Evictions) parts.Add("evictions");
        if (Devices) parts.Add("devices");
        if (Faults != ModelFaults.None) parts.Add($"faults: {Faults.ToString().ToLowerInvariant()}");
        return string.Join(", ", parts);
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static void Within(string what, int value, int least, int most)
    {
        if (value < least || value > most) throw new LabException($"{value} {what}: {least} to {most} can be explored exhaustively (`sim` takes larger clusters)");
    }
}
