namespace Pilevisor.Lab.Simulation;

/// <summary>Something that happens at a moment of virtual time.</summary>
/// <param name="Kind">What.</param>
/// <param name="A">A CPU, node, message or channel, as <see cref="SimEventKind"/> says.</param>
/// <param name="B">More.</param>
/// <param name="C">Still more.</param>
internal readonly record struct SimEvent(SimEventKind Kind, int A, int B = 0, int C = 0);
