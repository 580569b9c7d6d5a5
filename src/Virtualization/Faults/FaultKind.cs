using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What the guest wanted to do with the page that it faulted on.</summary>
/// <param name="registers">The guest's translation regime.</param>
/// <param name="instructions">Looks at the instruction that faulted.</param>
public sealed class FaultKind(IGuestRegisters registers, InstructionFetch instructions)
{
    // TCR_EL1.HA: the CPU sets access flags in the descriptors that it walks.
    private const ulong HardwareAccessFlag = 1ul << 39;

    /// <summary>The access that the page must be granted for.</summary>
    public AccessKind Of(in TrapFrame frame, AbortSyndrome abort)
    {
        // Whatever is mapped may be read and executed here, so a permission is only ever missing for a write: a store, DC IVAC, or a walker's update.
        if (abort.IsPermissionFault) return AccessKind.Write;
        if (abort.IsStage1Walk) return (registers.Read(GuestRegister.Tcr) & HardwareAccessFlag) != 0 ? AccessKind.Write : AccessKind.Read;

        // Cache maintenance reports as a write; cleaning needs the content, not the right to change it.
        if (abort.IsCacheMaintenance) return AccessKind.Read;
        if (abort.IsWrite) return AccessKind.Write;
        return IsExclusiveLoad(in frame, abort) ? AccessKind.Write : AccessKind.Read;
    }

    // With a valid ISS it is a plain load, and AArch32 runs too seldom to be worth a second table of encodings: its exclusives fetch twice.
    private bool IsExclusiveLoad(in TrapFrame frame, AbortSyndrome abort)
    {
        if (abort.HasAccess || new ProcessorState(frame.Spsr).IsAArch32) return false;
        return instructions.TryRead(frame.Elr, out uint instruction) && ExclusiveAccess.IsExclusiveLoad(instruction);
    }
}
