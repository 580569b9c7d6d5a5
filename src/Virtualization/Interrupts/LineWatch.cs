using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A guest that has its interrupts masked can lower a timer's line, by a register that does not trap, after the interrupt went into a list register. Each exit
/// finds that out; if there is none, this makes one, so that what has fallen is taken back within <see cref="BoundMicroseconds"/>.
/// </summary>
/// <param name="timers">Deadlines.</param>
/// <param name="counter">The clock.</param>
public sealed class LineWatch(ITimers timers, ICounter counter) : TimerClient
{
    /// <summary>The longest that a line which has fallen is taken for high.</summary>
    public const ulong BoundMicroseconds = 200;

    // PSTATE.I, in AArch64 and in AArch32 state.
    private const ulong InterruptMask = 1ul << 7;

    /// <summary>Makes it known to the timers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => timers.Register(this);

    /// <summary>The calling CPU goes back to its guest, with an interrupt in a list register that is pending because of its line.</summary>
    public void Begin(in TrapFrame frame)
    {
        if ((frame.Spsr & InterruptMask) != 0) timers.Request(this, counter.Now + counter.Microseconds(BoundMicroseconds));
    }

    /// <summary>The exit itself is what was wanted: on the way back the lines are looked at.</summary>
    public override Cycles OnDeadline(Cycles now) => Cycles.Never;
}
