using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What a CPU does on each way out of its guest and back: guest time and list registers.</summary>
/// <param name="time">Guest time.</param>
/// <param name="interrupts">The vCPU's interrupts.</param>
/// <param name="timer">Its physical timer.</param>
public sealed class GuestBoundary(GuestTime time, GuestInterrupts interrupts, PhysicalTimerRegisters timer) : IGuestBoundary
{
    /// <inheritdoc/>
    public void AfterExit() => time.AfterExit();

    /// <inheritdoc/>
    public void BeforeEntry(in TrapFrame frame)
    {
        interrupts.BeforeGuestEntry(in frame);
        while (time.BeforeEntry() && timer.HasDeadline)
        {
            // Guest time was stepped, so the deadline has come nearer.
            time.AfterExit();
            timer.Update();
            interrupts.BeforeGuestEntry(in frame);
        }
    }
}
