namespace Pilevisor.Lab.Simulation;

/// <summary>A frame under way over a link with faults.</summary>
/// <param name="Channel">From whom to whom.</param>
/// <param name="Sequence">Its number there.</param>
internal readonly record struct SimFrame(int Channel, uint Sequence);
