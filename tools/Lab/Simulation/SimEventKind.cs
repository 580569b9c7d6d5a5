namespace Pilevisor.Lab.Simulation;

/// <summary>What can happen in a simulated cluster.</summary>
internal enum SimEventKind : byte
{
    /// <summary>CPU A makes its next access, or the one under way again.</summary>
    CpuRuns,

    /// <summary>Message A is handled by the node it is for.</summary>
    MessageArrives,

    /// <summary>A frame arrives over a link with faults: A is its place in the table of such frames.</summary>
    FrameArrives,

    /// <summary>The timer of node A fires.</summary>
    TimerFires,

    /// <summary>The sender of channel A sends again what was not acknowledged.</summary>
    Retransmit,

    /// <summary>The sender of channel A hears what has arrived: B and C are the lower and the upper half of what the receiver says.</summary>
    Acknowledged,

    /// <summary>An eviction of page B from node A, which a hold prevented, is tried again; A also has how often it was.</summary>
    EvictionRetries,

    /// <summary>Node A stands still until virtual time goes on for it.</summary>
    Pauses,

    /// <summary>Node A dies.</summary>
    Dies,

    /// <summary>Somebody has waited for the dead node for as long as reliable delivery or a wait allows.</summary>
    DeathNoticed,
}
