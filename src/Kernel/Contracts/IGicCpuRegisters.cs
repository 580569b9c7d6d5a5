namespace Pilevisor.Kernel;

/// <summary>
/// The calling CPU's physical GICv3 CPU interface: the ICC_* system registers as EL2 accesses them (IHI 0069H, 12.2). Each member is one access; a write has taken effect when the call returns.
/// </summary>
public interface IGicCpuRegisters
{
    /// <summary>ICC_SRE_EL2: system register access for EL2, and whether EL1 may use ICC_SRE_EL1.</summary>
    ulong IccSreEl2 { get; set; }

    /// <summary>ICC_SRE_EL1: system register access for EL1.</summary>
    ulong IccSreEl1 { set; }

    /// <summary>ICC_PMR_EL1: only interrupts of a higher priority (a lower number) are signalled.</summary>
    ulong IccPmr { set; }

    /// <summary>ICC_BPR1_EL1: how priorities are split into group priority and subpriority.</summary>
    ulong IccBpr1 { set; }

    /// <summary>ICC_CTLR_EL1: how the end of an interrupt is signalled (EOImode).</summary>
    ulong IccCtlr { set; }

    /// <summary>ICC_IGRPEN1_EL1: whether Group 1 interrupts are signalled.</summary>
    ulong IccIgrpen1 { set; }

    /// <summary>Reads ICC_IAR1_EL1: acknowledges the highest pending Group 1 interrupt. Memory accesses after it are ordered behind it (DSB SY).</summary>
    ulong ReadIar1();

    /// <summary>Writes ICC_EOIR1_EL1: priority drop.</summary>
    void WriteEoir1(ulong interrupt);

    /// <summary>Writes ICC_DIR_EL1: deactivation.</summary>
    void WriteDir(ulong interrupt);

    /// <summary>Writes ICC_SGI1R_EL1: makes an SGI pending on other CPUs. What this CPU wrote before is visible to them (DSB ISHST).</summary>
    void WriteSgi1R(ulong value);
}
