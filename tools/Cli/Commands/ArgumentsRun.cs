namespace Pilevisor.Cli.Commands;

/// <summary>A run of <see cref="BenchArgumentsCommand"/>'s load.</summary>
/// <param name="Traffic">What it moved, the boot's included.</param>
/// <param name="Seconds">From the last machine's start to the end.</param>
internal sealed record ArgumentsRun(PageTraffic Traffic, double Seconds);
