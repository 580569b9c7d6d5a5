using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>A way through the hypervisor whose instructions are to be counted.</summary>
/// <param name="Name">How it is called in the table.</param>
/// <param name="Node">Whose.</param>
/// <param name="Kind">Which.</param>
internal sealed record CountedWay(string Name, int Node, PathKind Kind);
