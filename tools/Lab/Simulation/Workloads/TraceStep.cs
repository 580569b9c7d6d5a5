using System;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>An access of a recorded CPU.</summary>
/// <param name="Page">The simulator's number of the page.</param>
/// <param name="Kind">What the guest did.</param>
/// <param name="Asks">What the protocol was asked for.</param>
/// <param name="AtNanoseconds">When, from the first record on.</param>
/// <param name="GapNanoseconds">What the CPU did on its own since the access before was granted.</param>
/// <param name="After">The access of another node to the same page that came before it.</param>
/// <param name="Asides">What the node asked for ahead, and made leave, on the occasion.</param>
internal readonly record struct TraceStep(int Page, AccessKind Kind, AccessKind Asks, long AtNanoseconds, long GapNanoseconds, SimPrecedence After, ReadOnlyMemory<SimAside> Asides);
