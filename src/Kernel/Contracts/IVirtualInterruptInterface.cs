namespace Pilevisor.Kernel;

/// <summary>The hypervisor's side of the calling CPU's virtual CPU interface (GICv3: the ICH_* registers, IHI 0069, chapter 12.4).</summary>
public interface IVirtualInterruptInterface
{
    /// <summary>The maintenance interrupt: PPI 9, INTID 25, on most machines.</summary>
    InterruptId MaintenanceInterrupt { get; }

    /// <summary>How many list registers there are: 1 to 16.</summary>
    int ListRegisterCount { get; }

    /// <summary>Turns the interface on for the calling CPU, with all list registers empty and the guest's ICC_* state at reset.</summary>
    void InitializeCpu();

    /// <summary>Reads list register <paramref name="index"/>.</summary>
    ListRegister ReadListRegister(int index);

    /// <summary>Writes list register <paramref name="index"/>.</summary>
    void WriteListRegister(int index, ListRegister value);

    /// <summary>One bit a list register that holds no valid interrupt (ICH_ELRSR_EL2).</summary>
    uint EmptyListRegisters { get; }

    /// <summary>One bit a list register whose interrupt was ended by the guest and asked for a maintenance interrupt (ICH_EISR_EL2).</summary>
    uint EndedListRegisters { get; }

    /// <summary>Asks for a maintenance interrupt when no, or at most one, list register is valid (ICH_HCR_EL2.UIE): more is waiting than fits.</summary>
    bool UnderflowInterrupt { set; }

    /// <summary>Asks for a maintenance interrupt when an EOI matches no list register, and counts them (ICH_HCR_EL2.LRENPIE and EOIcount). Reading resets the count.</summary>
    int TakeUnmatchedEndOfInterruptCount();

    /// <summary>
    /// Whether the interface signals anything to the calling CPU (ICH_HCR_EL2.En). Off while EL2 sleeps: a pending virtual interrupt, which EL2 cannot take, would end every WFI at once.
    /// </summary>
    bool IsSignalling { set; }
}
