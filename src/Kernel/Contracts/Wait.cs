namespace Pilevisor.Kernel;

/// <summary>A wait under way.</summary>
/// <param name="Started">When it began.</param>
/// <param name="Deadline">When it becomes a panic.</param>
public readonly struct Wait(Cycles Started, Cycles Deadline)
{
    /// <summary>When it began.</summary>
    public Cycles Started { get; } = Started;

    /// <summary>When it becomes a panic.</summary>
    public Cycles Deadline { get; } = Deadline;
}
