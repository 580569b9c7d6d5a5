using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's virtual timer (CNTV, which it programs without EL2) has fired. The physical interrupt stays active, so that it does not fire again, until the
/// guest deactivates the virtual one in the list register.
/// </summary>
/// <param name="interrupts">The vCPU's interrupts.</param>
public sealed class GuestTimerInterrupt(GuestInterrupts interrupts) : InterruptHandler
{
    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        interrupts.RaiseTimer();
        return InterruptOutcome.HandedToGuest;
    }
}
