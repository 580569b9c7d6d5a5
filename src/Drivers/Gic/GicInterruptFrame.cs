using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The register arrays that hold an interrupt's configuration. They lie at the same offsets in the distributor, for SPIs, and in a redistributor's SGI_base frame, for SGIs and PPIs (IHI 0069H, 12.8 and
/// 12.11): an interrupt's bit or byte is where its INTID says.
/// </summary>
/// <param name="mmio">Register access.</param>
/// <param name="start">The distributor or an SGI_base frame.</param>
internal readonly struct GicInterruptFrame(IMmio mmio, PhysicalAddress start)
{
    /// <summary>How many interrupts a one-bit register holds.</summary>
    public const uint InterruptsPerRegister = 32;

    private const ulong GroupRegisters = 0x080;
    private const ulong SetEnableRegisters = 0x100;
    private const ulong ClearEnableRegisters = 0x180;
    private const ulong ClearPendingRegisters = 0x280;
    private const ulong ClearActiveRegisters = 0x380;
    private const ulong PriorityRegisters = 0x400;
    private const ulong ConfigurationRegisters = 0xc00;

    // One priority for all: EL2 takes interrupts only where it wants to, so nothing is ever preempted. It is above the mask in both security views.
    private const uint FourPriorities = 0xa0a0_a0a0;

    /// <summary>Makes 32 interrupts from <paramref name="first"/> (a multiple of 32) disabled, inactive, not pending, Group 1, of the one priority in use.</summary>
    public void Quiet(uint first)
    {
        ulong word = first / InterruptsPerRegister * 4;
        mmio.Write32(start + ClearEnableRegisters + word, uint.MaxValue);
        mmio.Write32(start + ClearPendingRegisters + word, uint.MaxValue);
        mmio.Write32(start + ClearActiveRegisters + word, uint.MaxValue);
        mmio.Write32(start + GroupRegisters + word, uint.MaxValue);
        for (uint interrupt = first; interrupt < first + InterruptsPerRegister; interrupt += 4) mmio.Write32(start + PriorityRegisters + interrupt, FourPriorities);
    }

    /// <summary>Lets <paramref name="interrupt"/> through.</summary>
    public void Enable(InterruptId interrupt) => WriteBit(SetEnableRegisters, interrupt);

    /// <summary>Holds <paramref name="interrupt"/> back.</summary>
    public void Disable(InterruptId interrupt) => WriteBit(ClearEnableRegisters, interrupt);

    /// <summary>Says how <paramref name="interrupt"/>, which must be disabled, is signalled. An SGI is always an edge.</summary>
    public void SetTrigger(InterruptId interrupt, InterruptTrigger trigger)
    {
        if (interrupt.IsSgi) return;
        PhysicalAddress register = start + ConfigurationRegisters + (interrupt.Value / 16 * 4);
        uint edge = 2u << (int)(interrupt.Value % 16 * 2);
        uint others = mmio.Read32(register) & ~edge;
        mmio.Write32(register, trigger == InterruptTrigger.Edge ? others | edge : others);
    }

    private void WriteBit(ulong registers, InterruptId interrupt) =>
        mmio.Write32(start + registers + (interrupt.Value / InterruptsPerRegister * 4), 1u << (int)(interrupt.Value % InterruptsPerRegister));
}
