namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What became of a frame.</summary>
internal enum FuzzedOutcome
{
    /// <summary>It was taken, or kept until its turn comes.</summary>
    Taken,

    /// <summary>It was dropped, and a counter says so.</summary>
    Counted,

    /// <summary>A panic that names who sent it.</summary>
    Panic,
}
