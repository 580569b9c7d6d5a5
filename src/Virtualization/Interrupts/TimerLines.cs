using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The interrupt lines of the calling CPU's guest timers, as they are now. They are levels (Arm ARM, D11.2.4): high while the timer is enabled, not masked, and
/// its condition is met. The guest lowers the virtual timer's by writing a register that does not trap, so nobody is told: whoever wants to know samples the
/// line.
/// </summary>
/// <param name="registers">The virtual timer's registers.</param>
/// <param name="physical">The physical timer.</param>
public sealed class TimerLines(IGuestRegisters registers, PhysicalTimer physical)
{
    // CNTV_CTL_EL0: ENABLE, IMASK and ISTATUS.
    private const ulong ControlMask = 0b111;
    private const ulong ControlSignals = 0b101;

    /// <summary>Whether the line of the timer with private interrupt <paramref name="intid"/> is high; an interrupt that no timer drives is low.</summary>
    public bool IsHigh(uint intid) => intid switch
    {
        VirtualGic.TimerInterrupt => (registers.Read(GuestRegister.CntvCtl) & ControlMask) == ControlSignals,
        VirtualGic.PhysicalTimerInterrupt => physical.IsHigh,
        _ => false,
    };
}
