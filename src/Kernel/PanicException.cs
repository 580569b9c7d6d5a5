using System;

namespace Pilevisor.Kernel;

/// <summary>What <see cref="Panic"/> throws: on the host a test sees it, at EL2 throwing stops the cluster.</summary>
/// <param name="message">What happened, where, and what to do.</param>
public sealed class PanicException(string message) : Exception(message);
