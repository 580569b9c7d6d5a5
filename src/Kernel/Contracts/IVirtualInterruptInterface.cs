namespace Pilevisor.Kernel;

/// <summary>The hypervisor's side of the calling CPU's virtual CPU interface (GICv3: the ICH_* registers, IHI 0069, chapter 12.4; GICv2: GICH_*, IHI 0048B, chapter 5.3).</summary>
public interface IVirtualInterruptInterface
{
    /// <summary>The maintenance interrupt: PPI 9, INTID 25, on most machines.</summary>
    InterruptId MaintenanceInterrupt { get; }

    /// <summary>How many list registers there are: 1 to 16.</summary>
    int ListRegisterCount { get; }

    /// <summary>
    /// Turns the interface on for the calling CPU, with all list registers empty and the guest's CPU interface at reset. ICC_DIR_EL1 traps from then on (ICH_HCR_EL2.TDIR; without it TC, and ICC_CTLR_EL1, ICC_PMR_EL1
    /// and ICC_RPR_EL1 with it; GICV_DIR is not mapped at all): a deactivation can name what is in no list register, or is another CPU's.
    /// </summary>
    void InitializeCpu();

    /// <summary>Reads list register <paramref name="index"/>.</summary>
    ListRegister ReadListRegister(int index);

    /// <summary>Writes list register <paramref name="index"/>.</summary>
    void WriteListRegister(int index, ListRegister value);

    /// <summary>One bit a list register that holds no valid interrupt (ICH_ELRSR_EL2, GICH_ELRSR).</summary>
    uint EmptyListRegisters { get; }

    /// <summary>One bit a list register whose interrupt was ended by the guest and asked for a maintenance interrupt (ICH_EISR_EL2, GICH_EISR).</summary>
    uint EndedListRegisters { get; }

    /// <summary>What is to be reported or trapped from now on.</summary>
    VirtualInterfaceRequests Requests { set; }

    /// <summary>The guest's controls.</summary>
    VirtualInterfaceControl Control { get; set; }

    /// <summary>
    /// Takes how many ends of interrupts the guest has written for which no list register had the interrupt (GICH_HCR.EOICount): their priority has dropped, and nothing was deactivated. Always 0 where accesses trap while that
    /// is possible.
    /// </summary>
    /// <param name="requests">What was asked for last: without <see cref="VirtualInterfaceRequests.UnlistedActive"/> there are none.</param>
    int TakeUnlistedEnds(VirtualInterfaceRequests requests);

    /// <summary>
    /// Whether the interface signals anything to the calling CPU (ICH_HCR_EL2.En, GICH_HCR.En). Off while EL2 sleeps: a pending virtual interrupt, which EL2 cannot take, would end every WFI at once.
    /// </summary>
    bool IsSignalling { set; }
}
