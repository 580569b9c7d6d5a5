using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What a CPU does on each way out of its guest and back: guest time and list registers.</summary>
/// <param name="time">Guest time.</param>
/// <param name="interrupts">The vCPU's interrupts.</param>
public sealed class GuestBoundary(GuestTime time, GuestInterrupts interrupts) : IGuestBoundary
{
    /// <inheritdoc/>
    public void AfterExit() => time.AfterExit();

    /// <inheritdoc/>
    public void BeforeEntry()
    {
        interrupts.BeforeGuestEntry();
        time.BeforeEntry();
    }
}
