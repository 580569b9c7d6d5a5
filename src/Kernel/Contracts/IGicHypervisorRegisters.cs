namespace Pilevisor.Kernel;

/// <summary>
/// The calling CPU's virtual interface control: the ICH_*_EL2 system registers (IHI 0069H, 12.4). Each member is one access. Usable once ICC_SRE_EL2.SRE is 1. Writes take effect for the guest at the
/// latest when it is entered.
/// </summary>
public interface IGicHypervisorRegisters
{
    /// <summary>ICH_HCR_EL2: enable, maintenance interrupts, EOIcount.</summary>
    ulong IchHcr { get; set; }

    /// <summary>ICH_VTR_EL2: what the interface has: list registers, priority and preemption bits.</summary>
    ulong IchVtr { get; }

    /// <summary>ICH_VMCR_EL2: the guest's view of its ICC_* registers.</summary>
    ulong IchVmcr { get; set; }

    /// <summary>ICH_EISR_EL2: list registers with an EOI maintenance interrupt; list register writes before it are taken into account (ISB).</summary>
    ulong IchEisr { get; }

    /// <summary>ICH_ELRSR_EL2: list registers without a valid interrupt; list register writes before it are taken into account (ISB).</summary>
    ulong IchElrsr { get; }

    /// <summary>Reads ICH_LR&lt;n&gt;_EL2; <paramref name="index"/> must be one that ICH_VTR_EL2.ListRegs says is there.</summary>
    ulong ReadIchLr(int index);

    /// <summary>Writes ICH_LR&lt;n&gt;_EL2; <paramref name="index"/> must be one that ICH_VTR_EL2.ListRegs says is there.</summary>
    void WriteIchLr(int index, ulong value);

    /// <summary>Reads ICH_AP0R&lt;n&gt;_EL2; n as for <see cref="WriteIchAp0R"/>.</summary>
    ulong ReadIchAp0R(int index);

    /// <summary>Reads ICH_AP1R&lt;n&gt;_EL2; n as for <see cref="WriteIchAp0R"/>.</summary>
    ulong ReadIchAp1R(int index);

    /// <summary>Writes ICH_AP0R&lt;n&gt;_EL2, the active priorities of Group 0: n is 0, up to 1 with 6 preemption bits, up to 3 with 7.</summary>
    void WriteIchAp0R(int index, ulong value);

    /// <summary>Writes ICH_AP1R&lt;n&gt;_EL2, the active priorities of Group 1: n as for <see cref="WriteIchAp0R"/>.</summary>
    void WriteIchAp1R(int index, ulong value);
}
