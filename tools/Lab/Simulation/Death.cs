namespace Pilevisor.Lab.Simulation;

/// <summary>A node that is gone from some time on.</summary>
/// <param name="Node">Which.</param>
/// <param name="AtNanoseconds">From when.</param>
public sealed record Death(int Node, long AtNanoseconds);
