using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>Each CPU's EL2 physical timer (Arm ARM, D11.2.4), which counts against the physical counter and is a level: it stays raised until it is set anew.</summary>
public sealed class EL2PhysicalTimer : IDeadlineTimer
{
    private const ulong ControlEnable = 1;

    // The binding's order: secure EL1 physical, non-secure EL1 physical, virtual, hypervisor.
    private const int HypervisorInterrupt = 3;

    private readonly ITimerRegisters _registers;

    /// <summary>Finds the timer's interrupt in the device tree.</summary>
    /// <exception cref="PanicException">If there is no timer node, or it names no hypervisor interrupt.</exception>
    public EL2PhysicalTimer(ITimerRegisters registers, IHardware hardware)
    {
        DeviceResource resource = hardware.Require("arm,armv8-timer"u8, "generic timer", 0, HypervisorInterrupt + 1);
        _registers = registers;
        Interrupt = resource.Interrupts[HypervisorInterrupt];
    }

    /// <inheritdoc/>
    public InterruptId Interrupt { get; }

    /// <inheritdoc/>
    public void Set(Cycles deadline)
    {
        if (deadline.Value == Cycles.Never.Value)
        {
            _registers.CnthpCtl = 0;
            return;
        }
        _registers.CnthpCval = deadline.Value;
        _registers.CnthpCtl = ControlEnable;
    }
}
