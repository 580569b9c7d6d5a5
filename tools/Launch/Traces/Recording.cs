namespace Pilevisor.Launch.Traces;

/// <summary>What became of a recording.</summary>
/// <param name="File">The trace file.</param>
/// <param name="Records">How many records it has; 0 if it was not written.</param>
/// <param name="Lost">How many records were lost.</param>
/// <param name="Problem">Why it was not written; null if it was.</param>
public sealed record Recording(string File, int Records, ulong Lost, string? Problem);
