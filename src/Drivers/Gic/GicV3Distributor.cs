using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The distributor (GICD_*, IHI 0069H, 12.8): what the CPUs share, and the SPIs.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="registers">Where its registers are.</param>
internal sealed class GicV3Distributor(IMmio mmio, PhysicalAddress registers)
{
    private const uint FirstSpi = 32;

    private readonly GicInterruptFrame _interrupts = new(mmio, registers);
    private uint _interruptCount;

    /// <summary>All SPIs disabled, affinity routing and Group 1 on.</summary>
    public void Initialize()
    {
        // Affinity routing may change only while all groups are off.
        WriteControl(0);
        WriteControl(GicDistributorRegisters.AffinityRouting);
        uint implemented = ((mmio.Read32(registers + GicDistributorRegisters.Type) & 31) + 1) * GicInterruptFrame.InterruptsPerRegister;
        for (uint first = FirstSpi; first < implemented; first += GicInterruptFrame.InterruptsPerRegister) _interrupts.Quiet(first, inGroup1: true);
        Wait();
        WriteControl(GicDistributorRegisters.AffinityRouting | GicDistributorRegisters.EnableGroup1);
        _interruptCount = implemented < InterruptId.FirstSpecial ? implemented : InterruptId.FirstSpecial;
    }

    /// <summary>Lets an SPI through to the CPU with the affinity fields <paramref name="affinity"/> of MPIDR_EL1.</summary>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger, ulong affinity)
    {
        if (interrupt.Value >= _interruptCount) Panic.Fail($"{interrupt} is beyond what the interrupt controller has: {_interruptCount}");
        _interrupts.Disable(interrupt);
        Wait();
        _interrupts.SetTrigger(interrupt, trigger);
        mmio.Write64(registers + GicDistributorRegisters.Route + (interrupt.Value * 8), affinity);
        _interrupts.Enable(interrupt);
    }

    private void WriteControl(uint value)
    {
        mmio.Write32(registers + GicDistributorRegisters.Control, value);
        Wait();
    }

    private void Wait() => GicRegisterWait.UntilClear(mmio, registers + GicDistributorRegisters.Control, GicDistributorRegisters.WritePending, "GICD_CTLR.RWP");
}
