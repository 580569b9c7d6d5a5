namespace Pilevisor.Kernel;

/// <summary>Physical interrupts and their handlers, by INTID.</summary>
/// <param name="controller">Where interrupts are acknowledged.</param>
public sealed class InterruptTable(IInterruptController controller) : IInterruptRouter
{
    // More than can be pending at once on one CPU without a device raising its line again and again.
    private const int MaximumPerCall = 64;

    private readonly InterruptHandler?[] _handlers = new InterruptHandler?[(int)InterruptId.FirstSpecial];

    /// <inheritdoc/>
    public void Register(InterruptId interrupt, InterruptHandler handler)
    {
        ref InterruptHandler? entry = ref _handlers[interrupt.Value];
        if (entry is not null) Panic.Fail($"{interrupt} already has a handler");
        entry = handler;
    }

    /// <summary>Takes what is pending for the calling CPU, at most 64 interrupts.</summary>
    /// <returns>Whether there was any.</returns>
    /// <exception cref="PanicException">For an interrupt that was enabled without a handler.</exception>
    public bool DispatchPending()
    {
        int taken = 0;
        while (taken < MaximumPerCall)
        {
            InterruptId interrupt = controller.Acknowledge();
            if (interrupt.IsSpecial) break;
            taken++;
            controller.DropPriority(interrupt);
            if (Handle(interrupt) == InterruptOutcome.Completed) controller.Deactivate(interrupt);
        }
        return taken != 0;
    }

    private InterruptOutcome Handle(InterruptId interrupt)
    {
        InterruptHandler? handler = _handlers[interrupt.Value];
        // A kick makes a CPU look around: it needs no handler, the work may be done by whoever it wakes.
        if (handler is null && interrupt.Value == InterruptId.Kick.Value) return InterruptOutcome.Completed;
        if (handler is null) Panic.Fail($"{interrupt} has no handler");
        return handler.Handle(interrupt);
    }
}
