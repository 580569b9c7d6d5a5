namespace Pilevisor.Kernel;

/// <summary>A wait under way.</summary>
/// <param name="Started">When it began, by the system counter.</param>
/// <param name="Deadline">When it becomes a panic, in the time that this node ran.</param>
public readonly struct Wait(Cycles Started, Cycles Deadline)
{
    /// <summary>When it began, by the system counter.</summary>
    public Cycles Started { get; } = Started;

    /// <summary>When it becomes a panic, in the time that this node ran: <see cref="RunningTime"/>.</summary>
    public Cycles Deadline { get; } = Deadline;
}
