using System;
using System.Collections.Generic;
using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated CPU.</summary>
internal sealed class SimCpu(int number, SimNode node, Random random, int accesses)
{
    /// <summary>The access under way as the node deals with it.</summary>
    public PageFault Fault;

    public int Number { get; } = number;

    public SimNode Node { get; } = node;

    /// <summary>The CPU's own chance, so that what one CPU does changes nothing in what another is to do.</summary>
    public Random Random { get; } = random;

    /// <summary>CPUs whose next access comes after one of this CPU's.</summary>
    public List<SimCpu> Followers { get; } = [];

    /// <summary>Accesses it may still begin.</summary>
    public int Left { get; set; } = accesses;

    /// <summary>Accesses it has made.</summary>
    public long Made { get; set; }

    /// <summary>The access under way.</summary>
    public SimAccess Access { get; set; }

    /// <summary>Whether an access is under way.</summary>
    public bool HasAccess { get; set; }

    /// <summary>Whether the access's asides are still to be done.</summary>
    public bool HasAsides { get; set; }

    /// <summary>Whether it waits for the protocol, or for a frame.</summary>
    public bool Waits { get; set; }

    /// <summary>Whether <see cref="Fault"/> is under way at the node.</summary>
    public bool IsFaulting { get; set; }

    /// <summary>Since when the access under way has been faulting; -1 if it has not.</summary>
    public long FaultedAt { get; set; } = -1;

    /// <summary>When it was done with everything; -1 while it is not.</summary>
    public long FinishedAt { get; set; } = -1;
}
