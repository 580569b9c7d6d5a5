namespace Pilevisor.Cli.Graphs;

/// <summary>A box of a drawing.</summary>
/// <param name="Key">Tells it from the others.</param>
/// <param name="Title">Its first line.</param>
/// <param name="Detail">Its second line; empty for none.</param>
/// <param name="Group">The layer it stands in.</param>
/// <param name="Mark">What is to be noticed.</param>
internal sealed record Box(string Key, string Title, string Detail, string Group, Mark Mark);
