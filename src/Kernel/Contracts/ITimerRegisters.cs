namespace Pilevisor.Kernel;

/// <summary>The generic timer's system registers as EL2 uses them (Arm ARM, D11.2). Each member is one access; a write has taken effect when the call returns.</summary>
public interface ITimerRegisters
{
    /// <summary>CNTFRQ_EL0: the counter's frequency in Hz, as the firmware wrote it.</summary>
    ulong Cntfrq { get; }

    /// <summary>CNTPCT_EL0: the counter, not read before what precedes it in program order (ISB).</summary>
    ulong Cntpct { get; }

    /// <summary>CNTHP_CVAL_EL2: when the calling CPU's EL2 physical timer fires.</summary>
    ulong CnthpCval { set; }

    /// <summary>CNTHP_CTL_EL2: ENABLE (bit 0), IMASK (bit 1).</summary>
    ulong CnthpCtl { set; }
}
