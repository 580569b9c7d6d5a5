using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation;

/// <summary>One access of a CPU.</summary>
/// <param name="Page">Which page, from 0 over all windows: node i's begin at i x pages a node.</param>
/// <param name="Kind">Read or write.</param>
/// <param name="ThinkNanoseconds">What the CPU does before it, on its own.</param>
public readonly record struct SimAccess(int Page, AccessKind Kind, long ThinkNanoseconds);
