namespace Pilevisor.Lab.Simulation;

/// <summary>A point of a distribution of latencies.</summary>
/// <param name="Microseconds">So long,</param>
/// <param name="Part">or less, took this part of all: 0 to 1.</param>
public readonly record struct LatencyPoint(double Microseconds, double Part);
