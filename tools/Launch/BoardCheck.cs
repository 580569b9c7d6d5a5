using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch;

/// <summary>Knows the board of a configuration, and what that cannot carry.</summary>
/// <param name="catalog">Knows the variants' boards.</param>
public sealed class BoardCheck(VariantCatalog catalog)
{
    /// <summary>The board that is asked for, or else the variant's; null if it is not known.</summary>
    public QemuBoard? Board(ClusterConfiguration configuration) => QemuBoard.Find(configuration.Board ?? catalog.Board(configuration.Variant));

    /// <summary>What is wrong, each with what would be right; empty if nothing is.</summary>
    public IEnumerable<string> Problems(ClusterConfiguration configuration)
    {
        if (Board(configuration) is not { } board)
        {
            yield return configuration.Board is { } unknown ? $"unknown board {unknown}: there are {QemuBoard.Names}" : $"variant {configuration.Variant} is for the board {catalog.Board(configuration.Variant)}, which QEMU is not known to have: there are {QemuBoard.Names}";
            yield break;
        }

        foreach (string problem in configuration.Plain ? PlainProblems(configuration, board) : [.. VariantProblems(configuration, board), .. ClusterProblems(configuration, board)]) yield return problem;
        if (board.OwnCpuModel is { } own && configuration.CpuModel is { } wanted && wanted != own) yield return $"the board {board.Name} always has {own}, not {wanted}: leave out --cpu-model";
        if (configuration.Mtu is not null && board.Nic == NicKind.Onboard) yield return $"--mtu is what a virtio-net says, and the board {board.Name} has a network card of its own, which says nothing";
    }

    private IEnumerable<string> VariantProblems(ClusterConfiguration configuration, QemuBoard board)
    {
        string its = catalog.Board(configuration.Variant);
        if (catalog.ClusterProblem(configuration.Variant) is null && its != board.Name)
            yield return $"variant {configuration.Variant} is for the board {its}, not for {board.Name}{(catalog.DefaultFor(board.Name) is { } other ? $": --variant {other} is" : "")}";
    }

    private static IEnumerable<string> PlainProblems(ClusterConfiguration configuration, QemuBoard board)
    {
        int cpus = configuration.Nodes * configuration.CpusPerNode;
        if (!board.RunsPlain) yield return $"no guest boots on the board {board.Name} without a hypervisor, for comparison: it does on {string.Join(", ", QemuBoard.All.Where(b => b.RunsPlain).Select(b => b.Name))}";
        else if (cpus > board.MostCpus) yield return $"the board {board.Name} has at most {board.MostCpus} CPUs, not {configuration.Nodes} times {configuration.CpusPerNode}";
    }

    // What no board can do is said elsewhere.
    private static IEnumerable<string> ClusterProblems(ClusterConfiguration configuration, QemuBoard board)
    {
        int nodes = configuration.EffectiveMostNodes, cpus = configuration.CpusPerNode;
        if (nodes > board.MostNodes && nodes <= ConfigurationCheck.MaximumNodes) yield return $"the board {board.Name} has no network card under QEMU: it is one node, not {nodes}";
        if (cpus is < 1 or > ConfigurationCheck.MaximumCpusPerNode) yield break;
        if (cpus < board.FewestCpus || cpus > board.NodeCpus) yield return $"the board {board.Name} has {board.Bounds}, not {cpus}";
        else if (board.MostGuestCpus < ConfigurationCheck.MaximumCpus && nodes * cpus > board.MostGuestCpus)
            yield return $"a guest on the board {board.Name} has at most {board.MostGuestCpus} CPUs, as many as GICv{board.GicVersion} has interfaces, not {nodes} times {cpus}: {Fewer(nodes, board)}, or a board with GICv3";
    }

    private static string Fewer(int nodes, QemuBoard board) =>
        board.MostGuestCpus / nodes >= board.FewestCpus ? $"give each of {nodes} nodes at most {board.MostGuestCpus / nodes}" : $"at most {board.MostGuestCpus / board.FewestCpus} nodes fit";
}
