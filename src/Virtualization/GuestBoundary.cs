using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What a CPU does on each way out of its guest and back: guest time and list registers, if its word says so.</summary>
/// <param name="work">What there is to do.</param>
/// <param name="time">Guest time.</param>
/// <param name="interrupts">The vCPU's interrupts.</param>
/// <param name="timer">Its physical timer.</param>
public sealed class GuestBoundary(EntryWork work, GuestTime time, GuestInterrupts interrupts, PhysicalTimerRegisters timer) : IGuestBoundary
{
    /// <inheritdoc/>
    public void AfterExit() => work.Leave();

    /// <inheritdoc/>
    public void BeforeEntry(in TrapFrame frame)
    {
        if (!work.TryEnter()) Prepare(in frame);
    }

    // Apart from the way of every trap. Each round is for something that happened meanwhile; a CPU that was kicked for it is interrupted at once in any case.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare(in TrapFrame frame)
    {
        do
        {
            if (time.TryLoad() && timer.HasDeadline) timer.Update();
            interrupts.BeforeGuestEntry(in frame);
        }
        while (!work.TryEnterWatching());
    }
}
