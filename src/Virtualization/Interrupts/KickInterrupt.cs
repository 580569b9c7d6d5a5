using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Another CPU has kicked this one. If that was for its list registers, they are read back and filled anew here, even if it waits for something and will not be back in its guest soon.</summary>
/// <param name="interrupts">The vCPU's interrupts.</param>
public sealed class KickInterrupt(GuestInterrupts interrupts) : InterruptHandler
{
    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        interrupts.TakeKick();
        return InterruptOutcome.Completed;
    }
}
