using System;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation;

/// <summary>One access of a CPU.</summary>
/// <param name="Page">Which page, from 0 over all windows: node i's begin at i x pages a node.</param>
/// <param name="Kind">Read or write.</param>
/// <param name="ThinkNanoseconds">What the CPU does before it, on its own.</param>
public readonly record struct SimAccess(int Page, AccessKind Kind, long ThinkNanoseconds)
{
    /// <summary>What the protocol is asked for if the access is refused, as it was recorded: a read may ask for the page to write it. Null if the node decides.</summary>
    public AccessKind? Asks { get; init; }

    /// <summary>Where in the page it goes, in parts of <see cref="Parts"/>: it matters where pages can be split.</summary>
    public int Part { get; init; }

    /// <summary>How many parts a page has.</summary>
    public const int Parts = 16;

    /// <summary>The time before which the CPU does not make it; 0 for none.</summary>
    public long NotBefore { get; init; }

    /// <summary>Another CPU's access that must have been made before.</summary>
    public SimPrecedence After { get; init; }

    /// <summary>What the node does on the occasion, once, without the CPU's waiting for it.</summary>
    public ReadOnlyMemory<SimAside> Asides { get; init; }
}
