using System;

namespace Pilevisor.Lab.Simulation;

/// <summary>An invariant was broken in a simulated run.</summary>
/// <param name="message">Which, where and when, and how to see it again.</param>
/// <param name="inner">What was thrown, if it was a panic.</param>
public sealed class SimViolation(string message, Exception? inner = null) : Exception(message, inner);
