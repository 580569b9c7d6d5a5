namespace Pilevisor.Lab.Simulation;

/// <summary>A node that stands still for a while, its memory and its queues kept.</summary>
/// <param name="Node">Which.</param>
/// <param name="AtNanoseconds">From when.</param>
/// <param name="ForNanoseconds">How long.</param>
public sealed record Pause(int Node, long AtNanoseconds, long ForNanoseconds);
