namespace Pilevisor.Lab.Simulation;

/// <summary>Something that a node does to a page beside an access of one of its CPUs.</summary>
/// <param name="Kind">What.</param>
/// <param name="Page">To which page, numbered as in <see cref="SimAccess"/>.</param>
public readonly record struct SimAside(SimAsideKind Kind, int Page);
