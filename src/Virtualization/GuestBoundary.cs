using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What a CPU does on each way out of its guest and back: guest time, list registers and devices, if its word says so.</summary>
/// <param name="work">What there is to do.</param>
/// <param name="time">Guest time.</param>
/// <param name="interrupts">The vCPU's interrupts.</param>
/// <param name="timer">Its physical timer.</param>
/// <param name="devices">What devices left to be done where waiting is possible.</param>
public sealed class GuestBoundary(EntryWork work, GuestTime time, GuestInterrupts interrupts, PhysicalTimerRegisters timer, DeviceWork devices) : IGuestBoundary
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
            devices.Serve();
            if (time.TryLoad() && timer.HasDeadline) timer.Update();
            interrupts.BeforeGuestEntry(in frame);
        }
        while (!work.TryEnterWatching());
    }
}
