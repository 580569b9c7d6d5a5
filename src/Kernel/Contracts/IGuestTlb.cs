namespace Pilevisor.Kernel;

/// <summary>TLB maintenance in the guest's name: at EL2, for the EL1&amp;0 translation regime under the VMID in VTTBR_EL2, which is the guest's on every CPU from its configuration on. Arm ARM, D8.14.</summary>
public interface IGuestTlb
{
    /// <summary>Executes a TLBI instruction; complete when it returns (DSB ISH, ISB): no access by a translation that it names is still under way on the CPUs that it is for.</summary>
    /// <param name="invalidation">Which: one that is allocated, and that this CPU has.</param>
    /// <param name="operand">Xt: address, ASID, level hint or range, as the instruction lays it out. Of no meaning for VMALLE1.</param>
    void Invalidate(TlbInvalidation invalidation, ulong operand);
}
