namespace Pilevisor.Cli.Graphs;

/// <summary>An arrow from what needs to what is needed.</summary>
/// <param name="From">The key of the box it starts at.</param>
/// <param name="To">The key of the box it ends at.</param>
/// <param name="Label">What stands on it; empty for nothing.</param>
/// <param name="Mark">What is to be noticed.</param>
internal sealed record Arrow(string From, string To, string Label, Mark Mark);
