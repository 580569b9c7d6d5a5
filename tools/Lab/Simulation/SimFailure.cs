namespace Pilevisor.Lab.Simulation;

/// <summary>A run that broke an invariant.</summary>
/// <param name="Seed">Its seed, which repeats it.</param>
/// <param name="Message">What was broken.</param>
public sealed record SimFailure(int Seed, string Message);
