namespace Pilevisor.Cli.Commands;

/// <summary>A page that was waited for, for --json.</summary>
/// <param name="Page">Its number, in hexadecimal as in a trace.</param>
/// <param name="Waits">How many accesses waited.</param>
internal sealed record HotPageReport(string Page, uint Waits);
