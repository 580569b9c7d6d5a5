using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The distributor (GICD_*, IHI 0048B, 4.3), in which each CPU finds its own SGIs and PPIs, and all the same SPIs.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="registers">Where its registers are.</param>
internal sealed class GicV2Distributor(IMmio mmio, PhysicalAddress registers)
{
    private const uint FirstSpi = 32;

    private readonly GicInterruptFrame _interrupts = new(mmio, registers);
    private uint _interruptCount;

    /// <summary>All SPIs disabled and for nobody, forwarding on.</summary>
    public void Initialize()
    {
        mmio.Write32(registers + GicDistributorRegisters.Control, 0);
        uint implemented = ((mmio.Read32(registers + GicDistributorRegisters.Type) & 31) + 1) * GicInterruptFrame.InterruptsPerRegister;
        for (uint first = FirstSpi; first < implemented; first += GicInterruptFrame.InterruptsPerRegister)
        {
            _interrupts.Quiet(first, inGroup1: false);
            for (uint interrupt = first; interrupt < first + GicInterruptFrame.InterruptsPerRegister; interrupt += 4) mmio.Write32(registers + GicDistributorRegisters.Targets + interrupt, 0);
        }
        mmio.Write32(registers + GicDistributorRegisters.Control, GicDistributorRegisters.EnableOwnGroup);
        _interruptCount = implemented < InterruptId.FirstSpecial ? implemented : InterruptId.FirstSpecial;
    }

    /// <summary>The calling CPU's SGIs and PPIs: all disabled, none pending.</summary>
    public void InitializePrivate()
    {
        _interrupts.Quiet(0, inGroup1: false);
        // GICD_ICPENDR does not reach SGIs.
        for (uint register = GicDistributorRegisters.ClearPendingSgi; register < GicDistributorRegisters.SetPendingSgi; register += 4) mmio.Write32(registers + register, uint.MaxValue);
    }

    /// <summary>The calling CPU's interface, as its bit in GICD_ITARGETSR and GICD_SGIR. The registers of the private interrupts say it; where there is one CPU they are zero.</summary>
    public byte OwnInterface()
    {
        uint targets = 0;
        for (uint interrupt = 0; interrupt < FirstSpi; interrupt += 4) targets |= mmio.Read32(registers + GicDistributorRegisters.Targets + interrupt);
        targets |= targets >> 16;
        targets |= targets >> 8;
        return (targets & 0xff) == 0 ? (byte)1 : (byte)targets;
    }

    /// <summary>Lets an SGI or a PPI through to the calling CPU.</summary>
    public void EnablePrivate(InterruptId interrupt, InterruptTrigger trigger)
    {
        _interrupts.Disable(interrupt);
        _interrupts.SetTrigger(interrupt, trigger);
        _interrupts.Enable(interrupt);
    }

    /// <summary>Lets an SPI through to the CPU interface <paramref name="target"/>.</summary>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger, byte target)
    {
        if (interrupt.Value >= _interruptCount) Panic.Fail($"{interrupt} is beyond what the interrupt controller has: {_interruptCount}");
        _interrupts.Disable(interrupt);
        _interrupts.SetTrigger(interrupt, trigger);
        mmio.Write8(registers + GicDistributorRegisters.Targets + interrupt.Value, target);
        _interrupts.Enable(interrupt);
    }

    /// <summary>Makes an SGI pending at the CPU interface <paramref name="target"/>.</summary>
    public void Send(InterruptId interrupt, byte target) => mmio.Write32(registers + GicDistributorRegisters.SendSgi, ((uint)target << 16) | interrupt.Value);
}
