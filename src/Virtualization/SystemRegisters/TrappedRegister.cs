namespace Pilevisor.Virtualization;

/// <summary>The registers outside the ID group whose traps are answered, as <see cref="Kernel.SystemRegisterEncoding.Bits"/>.</summary>
internal static class TrappedRegister
{
    /// <summary>REVIDR_EL1: the CPU's revision, by which errata are known.</summary>
    public const uint Revidr = (3 << 14) | (0 << 11) | (0 << 7) | (0 << 3) | 6;

    /// <summary>AIDR_EL1: implementation defined.</summary>
    public const uint Aidr = (3 << 14) | (1 << 11) | (0 << 7) | (0 << 3) | 7;

    /// <summary>ACTLR_EL1.</summary>
    public const uint Actlr = (3 << 14) | (0 << 11) | (1 << 7) | (0 << 3) | 1;

    /// <summary>CPACR_EL1: access to FP and vectors; traps where <see cref="HiddenVectorFeatures"/> says so.</summary>
    public const uint Cpacr = (3 << 14) | (0 << 11) | (1 << 7) | (0 << 3) | 2;

    /// <summary>ICC_PMR_EL1: the priority mask.</summary>
    public const uint IccPmr = (3 << 14) | (0 << 11) | (4 << 7) | (6 << 3) | 0;

    /// <summary>ICC_DIR_EL1: a deactivation.</summary>
    public const uint IccDir = (3 << 14) | (0 << 11) | (12 << 7) | (11 << 3) | 1;

    /// <summary>ICC_RPR_EL1: the running priority.</summary>
    public const uint IccRpr = (3 << 14) | (0 << 11) | (12 << 7) | (11 << 3) | 3;

    /// <summary>ICC_CTLR_EL1: the CPU interface's control.</summary>
    public const uint IccCtlr = (3 << 14) | (0 << 11) | (12 << 7) | (12 << 3) | 4;

    /// <summary>ICC_IGRPEN0_EL1: whether group 0 is let through.</summary>
    public const uint IccIgrpen0 = (3 << 14) | (0 << 11) | (12 << 7) | (12 << 3) | 6;

    /// <summary>ICC_IGRPEN1_EL1: whether group 1 is let through.</summary>
    public const uint IccIgrpen1 = (3 << 14) | (0 << 11) | (12 << 7) | (12 << 3) | 7;

    /// <summary>ICC_SGI1R_EL1: a group 1 SGI.</summary>
    public const uint IccSgi1r = (3 << 14) | (0 << 11) | (12 << 7) | (11 << 3) | 5;

    /// <summary>ICC_ASGI1R_EL1: a group 1 SGI of the other security state.</summary>
    public const uint IccAsgi1r = (3 << 14) | (0 << 11) | (12 << 7) | (11 << 3) | 6;

    /// <summary>ICC_SGI0R_EL1: a group 0 SGI.</summary>
    public const uint IccSgi0r = (3 << 14) | (0 << 11) | (12 << 7) | (11 << 3) | 7;

    /// <summary>CNTPCT_EL0: the physical count.</summary>
    public const uint Cntpct = (3 << 14) | (3 << 11) | (14 << 7) | (0 << 3) | 1;

    /// <summary>CNTP_TVAL_EL0: how far the physical timer's deadline is ahead.</summary>
    public const uint CntpTval = (3 << 14) | (3 << 11) | (14 << 7) | (2 << 3) | 0;

    /// <summary>CNTP_CTL_EL0: the physical timer's control.</summary>
    public const uint CntpCtl = (3 << 14) | (3 << 11) | (14 << 7) | (2 << 3) | 1;

    /// <summary>CNTP_CVAL_EL0: the physical timer's deadline.</summary>
    public const uint CntpCval = (3 << 14) | (3 << 11) | (14 << 7) | (2 << 3) | 2;
}
