namespace Pilevisor.Kernel;

/// <summary>
/// How EL2 waits: it goes on serving this CPU's interrupts (messages, timers, kicks) and sleeps between them. No lock may be held.
/// <code>
/// Wait wait = waits.Begin();
/// while (!reply.HasArrived) waits.Serve(ref wait, "the reply to an MMIO read");
/// </code>
/// </summary>
public interface IWaits
{
    /// <summary>From now on <paramref name="interrupt"/>, an SPI that goes to CPU 0 and tells of what is waited for, goes to the CPU that has begun to wait last. Boot only.</summary>
    /// <param name="interrupt">Which: nobody else enables it from then on.</param>
    /// <param name="trigger">As it was enabled.</param>
    void Follow(InterruptId interrupt, InterruptTrigger trigger);

    /// <summary>Begins a wait now.</summary>
    Wait Begin();

    /// <summary>Serves what is pending for this CPU, or sleeps until something is.</summary>
    /// <param name="wait">The wait this belongs to.</param>
    /// <param name="what">What it waits for.</param>
    /// <exception cref="PanicException">If the wait has outlasted its bound.</exception>
    void Serve(ref Wait wait, string what);

    /// <summary>Serves what is pending for this CPU, or sleeps until something is: for a CPU that has nothing to do, which no bound applies to.</summary>
    void Idle();
}
