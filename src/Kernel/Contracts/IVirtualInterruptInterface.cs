namespace Pilevisor.Kernel;

/// <summary>The hypervisor's side of the calling CPU's virtual CPU interface (GICv3: the ICH_* registers, IHI 0069, chapter 12.4).</summary>
public interface IVirtualInterruptInterface
{
    /// <summary>The maintenance interrupt: PPI 9, INTID 25, on most machines.</summary>
    InterruptId MaintenanceInterrupt { get; }

    /// <summary>How many list registers there are: 1 to 16.</summary>
    int ListRegisterCount { get; }

    /// <summary>How many bits of a priority take part in preemption at most: 5 to 7 (ICH_VTR_EL2.PREbits + 1). Each of the levels has a bit in the active priorities.</summary>
    int PreemptionBits { get; }

    /// <summary>What ICC_CTLR_EL1 says of the interface (IHI 0069, 12.2.6): PRIbits, IDbits, SEIS and A3V in their places.</summary>
    uint ControlFeatures { get; }

    /// <summary>
    /// Turns the interface on for the calling CPU, with all list registers empty and the guest's ICC_* state at reset. ICC_DIR_EL1 traps from then on (ICH_HCR_EL2.TDIR; without it TC, and ICC_CTLR_EL1, ICC_PMR_EL1
    /// and ICC_RPR_EL1 with it): a deactivation can name what is in no list register, or is another CPU's.
    /// </summary>
    void InitializeCpu();

    /// <summary>Reads list register <paramref name="index"/>.</summary>
    ListRegister ReadListRegister(int index);

    /// <summary>Writes list register <paramref name="index"/>.</summary>
    void WriteListRegister(int index, ListRegister value);

    /// <summary>One bit a list register that holds no valid interrupt (ICH_ELRSR_EL2).</summary>
    uint EmptyListRegisters { get; }

    /// <summary>One bit a list register whose interrupt was ended by the guest and asked for a maintenance interrupt (ICH_EISR_EL2).</summary>
    uint EndedListRegisters { get; }

    /// <summary>What is to be reported or trapped from now on.</summary>
    VirtualInterfaceRequests Requests { set; }

    /// <summary>The guest's controls.</summary>
    VirtualInterfaceControl Control { get; set; }

    /// <summary>Reads 32 bits of a group's active priorities, ICC_AP0R&lt;n&gt;_EL1 or ICC_AP1R&lt;n&gt;_EL1: one bit a level, the lowest being the highest priority.</summary>
    /// <param name="isGroup1">The group.</param>
    /// <param name="index">n: below 1, 2 or 4 with 5, 6 or 7 <see cref="PreemptionBits"/>.</param>
    uint ReadActivePriorities(bool isGroup1, int index);

    /// <summary>Writes them.</summary>
    void WriteActivePriorities(bool isGroup1, int index, uint value);

    /// <summary>
    /// Whether the interface signals anything to the calling CPU (ICH_HCR_EL2.En). Off while EL2 sleeps: a pending virtual interrupt, which EL2 cannot take, would end every WFI at once.
    /// </summary>
    bool IsSignalling { set; }
}
