namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>When a replayed trace's CPUs make their accesses.</summary>
public enum TracePace
{
    /// <summary>After the recorded time that each CPU spent on its own: how fast would this cluster have been?</summary>
    Gaps,

    /// <summary>At the recorded times, or as soon as the access before is done: what would have happened in the same order?</summary>
    Times,
}
