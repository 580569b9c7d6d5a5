using Pilevisor.Launch;

namespace Pilevisor.Cli.Commands;

/// <summary>A machine that runs the same as others, for comparison.</summary>
/// <param name="Name">How it is called in the table.</param>
/// <param name="Configuration">What it is.</param>
internal sealed record ComparedMachine(string Name, ClusterConfiguration Configuration)
{
    /// <summary>Two CPUs in three ways, with the same memory: plain QEMU, one node of two and two nodes of one, which have what <paramref name="guest"/> says.</summary>
    public static ComparedMachine[] TwoCpus(ClusterConfiguration guest) =>
        [.. Shape(guest with { Nodes = 1, CpusPerNode = 2, MemoryBytes = 2 * guest.MemoryBytes }), Pilevisor(guest with { Nodes = 2, CpusPerNode = 1 })];

    /// <summary>Plain QEMU, and nodes as <paramref name="guest"/> says.</summary>
    public static ComparedMachine[] Shape(ClusterConfiguration guest) => [new($"plain QEMU, {Count(guest.Nodes * guest.CpusPerNode, "CPU")}", guest with { Plain = true }), Pilevisor(guest)];

    private static ComparedMachine Pilevisor(ClusterConfiguration guest) => new($"Pilevisor, {Count(guest.Nodes, "node")} x {Count(guest.CpusPerNode, "CPU")}", guest);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
