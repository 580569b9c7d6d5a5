namespace Pilevisor.Kernel;

/// <summary>The system registers of the calling CPU that belong to its guest and that EL2 reads or writes. The numbers index the tables in Metal/guest.S: append there and here alike.</summary>
public enum GuestRegister : byte
{
    /// <summary>SCTLR_EL1.</summary>
    Sctlr = 0,

    /// <summary>CPACR_EL1.</summary>
    Cpacr = 1,

    /// <summary>TTBR0_EL1.</summary>
    Ttbr0 = 2,

    /// <summary>TTBR1_EL1.</summary>
    Ttbr1 = 3,

    /// <summary>TCR_EL1.</summary>
    Tcr = 4,

    /// <summary>ESR_EL1.</summary>
    Esr = 5,

    /// <summary>FAR_EL1.</summary>
    Far = 6,

    /// <summary>AFSR0_EL1.</summary>
    Afsr0 = 7,

    /// <summary>AFSR1_EL1.</summary>
    Afsr1 = 8,

    /// <summary>MAIR_EL1.</summary>
    Mair = 9,

    /// <summary>AMAIR_EL1.</summary>
    Amair = 10,

    /// <summary>VBAR_EL1.</summary>
    Vbar = 11,

    /// <summary>ELR_EL1.</summary>
    Elr = 12,

    /// <summary>SPSR_EL1.</summary>
    Spsr = 13,

    /// <summary>SP_EL1.</summary>
    SpEl1 = 14,

    /// <summary>SP_EL0.</summary>
    SpEl0 = 15,

    /// <summary>CONTEXTIDR_EL1.</summary>
    ContextIdr = 16,

    /// <summary>TPIDR_EL0.</summary>
    TpidrEl0 = 17,

    /// <summary>TPIDRRO_EL0.</summary>
    TpidrroEl0 = 18,

    /// <summary>TPIDR_EL1.</summary>
    TpidrEl1 = 19,

    /// <summary>PAR_EL1.</summary>
    Par = 20,

    /// <summary>CNTKCTL_EL1.</summary>
    Cntkctl = 21,

    /// <summary>CNTV_CTL_EL0.</summary>
    CntvCtl = 22,

    /// <summary>CNTV_CVAL_EL0.</summary>
    CntvCval = 23,

    /// <summary>MDSCR_EL1.</summary>
    Mdscr = 24,

    /// <summary>CSSELR_EL1.</summary>
    Csselr = 25,

    /// <summary>VMPIDR_EL2: what the guest reads as MPIDR_EL1.</summary>
    Vmpidr = 26,

    /// <summary>VPIDR_EL2: what the guest reads as MIDR_EL1.</summary>
    Vpidr = 27,

    /// <summary>MIDR_EL1, the machine's own; read-only.</summary>
    Midr = 28,

    /// <summary>REVIDR_EL1, the machine's own; read-only.</summary>
    Revidr = 29,

    /// <summary>AIDR_EL1, the machine's own; read-only.</summary>
    Aidr = 30,
}
