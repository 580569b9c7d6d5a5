using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The virtual CPU interface has something to say: an SPI was ended, or list registers have become free while more is waiting. Its line stays high until the
/// list registers were rewritten, so that happens here.
/// </summary>
/// <param name="interrupts">The vCPU's interrupts.</param>
public sealed class MaintenanceInterrupt(GuestInterrupts interrupts) : InterruptHandler
{
    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        interrupts.Synchronize();
        return InterruptOutcome.Completed;
    }
}
