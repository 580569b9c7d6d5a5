namespace Pilevisor.Lab.Simulation;

/// <summary>An access waits until another CPU has made so many of its own. The default waits for nobody.</summary>
/// <param name="Cpu">The other CPU.</param>
/// <param name="Accesses">How many of its accesses.</param>
public readonly record struct SimPrecedence(int Cpu, long Accesses);
