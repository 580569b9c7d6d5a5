namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What a function of the guest waited.</summary>
/// <param name="Name">The kernel's function, or the instruction's address if that is a program's or has no name.</param>
/// <param name="Wait">What it waited.</param>
/// <param name="Share">Its part of the time of all that was looked at, 0 to 1.</param>
public sealed record FunctionWait(string Name, WaitTotal Wait, double Share);
