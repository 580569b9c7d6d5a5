using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The <see cref="GicInterruptRegisters"/> of the distributor or of a redistributor.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="start">The distributor or an SGI_base frame.</param>
internal readonly struct GicInterruptFrame(IMmio mmio, PhysicalAddress start)
{
    /// <summary>How many interrupts a one-bit register holds.</summary>
    public const uint InterruptsPerRegister = 32;

    // One priority for all: EL2 takes interrupts only where it wants to, so nothing is ever preempted. It is above the mask in both security views.
    private const uint FourPriorities = 0xa0a0_a0a0;

    /// <summary>Makes 32 interrupts from <paramref name="first"/> (a multiple of 32) disabled, inactive, not pending, of one group where it may be chosen, of the one priority in use.</summary>
    public void Quiet(uint first, bool inGroup1)
    {
        ulong word = first / InterruptsPerRegister * 4;
        mmio.Write32(start + GicInterruptRegisters.ClearEnable + word, uint.MaxValue);
        mmio.Write32(start + GicInterruptRegisters.ClearPending + word, uint.MaxValue);
        mmio.Write32(start + GicInterruptRegisters.ClearActive + word, uint.MaxValue);
        mmio.Write32(start + GicInterruptRegisters.Group + word, inGroup1 ? uint.MaxValue : 0);
        for (uint interrupt = first; interrupt < first + InterruptsPerRegister; interrupt += 4) mmio.Write32(start + GicInterruptRegisters.Priority + interrupt, FourPriorities);
    }

    /// <summary>Lets <paramref name="interrupt"/> through.</summary>
    public void Enable(InterruptId interrupt) => WriteBit(GicInterruptRegisters.SetEnable, interrupt);

    /// <summary>Holds <paramref name="interrupt"/> back.</summary>
    public void Disable(InterruptId interrupt) => WriteBit(GicInterruptRegisters.ClearEnable, interrupt);

    /// <summary>Says how <paramref name="interrupt"/>, which must be disabled, is signalled. An SGI is always an edge.</summary>
    public void SetTrigger(InterruptId interrupt, InterruptTrigger trigger)
    {
        if (interrupt.IsSgi) return;
        PhysicalAddress register = start + GicInterruptRegisters.Configuration + (interrupt.Value / 16 * 4);
        uint edge = 2u << (int)(interrupt.Value % 16 * 2);
        uint others = mmio.Read32(register) & ~edge;
        mmio.Write32(register, trigger == InterruptTrigger.Edge ? others | edge : others);
    }

    private void WriteBit(ulong registers, InterruptId interrupt) =>
        mmio.Write32(start + registers + (interrupt.Value / InterruptsPerRegister * 4), 1u << (int)(interrupt.Value % InterruptsPerRegister));
}
