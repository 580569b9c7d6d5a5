namespace Pilevisor.Cli.Commands;

/// <summary>Messages of a kind.</summary>
/// <param name="Count">How many were sent.</param>
/// <param name="Bytes">Their bytes on the wire.</param>
internal sealed record MessageCount(ulong Count, ulong Bytes);
