using Pilevisor.Launch.Running;

namespace Pilevisor.Image.Tests;

/// <summary>A command that ran in a guest.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">All it wrote.</param>
/// <param name="Cluster">Where it ran, which has ended.</param>
public sealed record CommandRun(int Status, string Output, Cluster Cluster);
