namespace Pilevisor.Kernel;

/// <summary>Somebody who wants to be called at a time. Each client has at most one deadline on each CPU.</summary>
public abstract class TimerClient
{
    /// <summary>Its place among the clients; belongs to <see cref="Timers"/>.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Called on the CPU that set the deadline, once it has passed, with interrupts masked and no lock held.</summary>
    /// <returns>The next deadline on this CPU, or <see cref="Cycles.Never"/>.</returns>
    public abstract Cycles OnDeadline(Cycles now);
}
