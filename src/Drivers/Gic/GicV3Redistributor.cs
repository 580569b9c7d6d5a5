using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>One CPU's redistributor (GICR_*, IHI 0069H, 12.10): its SGIs and PPIs, and its connection to the CPU.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="registers">Its RD_base frame; SGI_base follows.</param>
internal sealed class GicV3Redistributor(IMmio mmio, PhysicalAddress registers)
{
    private readonly GicInterruptFrame _interrupts = new(mmio, registers + GicRedistributorRegisters.FrameBytes);

    /// <summary>Finds the redistributor of the CPU with the affinity fields <paramref name="affinity"/> of MPIDR_EL1.</summary>
    /// <param name="mmio">Register access.</param>
    /// <param name="region">The region of redistributors, one behind the other.</param>
    /// <param name="regionBytes">Its size.</param>
    /// <param name="affinity">Aff3 in bits 39 to 32, Aff2, Aff1 and Aff0 in bits 23 to 0.</param>
    /// <exception cref="PanicException">If there is none.</exception>
    public static GicV3Redistributor Find(IMmio mmio, PhysicalAddress region, ulong regionBytes, ulong affinity)
    {
        ulong wanted = ((affinity >> 8) & 0xff00_0000) | (affinity & 0x00ff_ffff);
        ulong offset = 0;
        while (offset + (2 * GicRedistributorRegisters.FrameBytes) <= regionBytes)
        {
            ulong type = mmio.Read64(region + offset + GicRedistributorRegisters.Type);
            if (type >> 32 == wanted) return new GicV3Redistributor(mmio, region + offset);
            if ((type & GicRedistributorRegisters.Last) != 0) break;

            // GICv4 adds two frames for virtual LPIs.
            offset += (type & GicRedistributorRegisters.VirtualLpis) != 0 ? 4 * GicRedistributorRegisters.FrameBytes : 2 * GicRedistributorRegisters.FrameBytes;
        }
        Panic.Fail($"no redistributor at {region} belongs to the CPU with MPIDR affinity {affinity:x}");
        return null;
    }

    /// <summary>Wakes it; all its interrupts are disabled.</summary>
    public void Initialize()
    {
        // With two security states GICR_WAKER is the firmware's: it reads as zero here and ignores writes.
        uint wake = mmio.Read32(registers + GicRedistributorRegisters.Waker);
        mmio.Write32(registers + GicRedistributorRegisters.Waker, wake & ~GicRedistributorRegisters.ProcessorSleep);
        GicRegisterWait.UntilClear(mmio, registers + GicRedistributorRegisters.Waker, GicRedistributorRegisters.ChildrenAsleep, "GICR_WAKER.ChildrenAsleep");
        _interrupts.Quiet(0, inGroup1: true);
        Wait();
    }

    /// <summary>Lets an SGI or a PPI through.</summary>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger)
    {
        _interrupts.Disable(interrupt);
        Wait();
        _interrupts.SetTrigger(interrupt, trigger);
        _interrupts.Enable(interrupt);
    }

    private void Wait() => GicRegisterWait.UntilClear(mmio, registers + GicRedistributorRegisters.Control, GicRedistributorRegisters.WritePending, "GICR_CTLR.RWP");
}
