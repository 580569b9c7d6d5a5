using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// WFI from the guest, trapped by HCR_EL2.TWI: the CPU sleeps at EL2, and what wakes it there and is none of the guest's (another node that wants a page, a timer of ours) leaves the guest asleep. Natively each frame
/// that arrives would end the WFI, and a kernel's way through its idle loop reads pages that the CPU which keeps the time writes with each tick: idle nodes would fetch from one another without end (docs/results.md).
/// A step of guest time that another CPU of the node makes meanwhile is loaded when this one wakes: all steps together are what the machines' clocks drift apart.
/// </summary>
/// <param name="interrupts">What ends it.</param>
/// <param name="idle">How a CPU sleeps.</param>
public sealed class WfiHandler(GuestInterrupts interrupts, IdleTime idle) : TrapHandler
{
    // ISS.TI: which instruction it is.
    private const uint InstructionMask = 3;
    private const uint Wfi = 0;

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        if (Sleeps(in frame, syndrome) && !interrupts.HasDeliverable())
        {
            idle.Idle();
            // By way of the guest, which executes it again: it goes on with the guest time and the interrupts of now.
            if (!interrupts.HasDeliverable()) return;
        }
        frame.SkipInstruction();
    }

    // WFI may end at any time. That with a timeout does so at once, and that of an application in AArch32 state, which may be conditional.
    private static bool Sleeps(in TrapFrame frame, ExceptionSyndrome syndrome) => (syndrome.Iss & InstructionMask) == Wfi && !new ProcessorState(frame.Spsr).IsAArch32;
}
