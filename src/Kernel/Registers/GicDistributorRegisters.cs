namespace Pilevisor.Kernel;

/// <summary>Offsets and bits of GICD_* (IHI 0069H, 12.8 and 12.9; IHI 0048B, 4.3, for what only GICv2 has). The arrays are <see cref="GicInterruptRegisters"/>.</summary>
public static class GicDistributorRegisters
{
    /// <summary>GICD_CTLR.</summary>
    public const uint Control = 0x0000;

    /// <summary>GICD_TYPER.</summary>
    public const uint Type = 0x0004;

    /// <summary>GICD_IIDR.</summary>
    public const uint Implementer = 0x0008;

    /// <summary>GICD_ITARGETSR: one byte an interrupt, one bit a CPU interface (GICv2).</summary>
    public const uint Targets = 0x800;

    /// <summary>Where GICD_ITARGETSR ends.</summary>
    public const uint TargetsEnd = 0xc00;

    /// <summary>GICD_SGIR: sends an SGI (GICv2).</summary>
    public const uint SendSgi = 0xf00;

    /// <summary>GICD_CPENDSGIR: one byte an SGI, one bit a sender (GICv2).</summary>
    public const uint ClearPendingSgi = 0xf10;

    /// <summary>GICD_SPENDSGIR: the same.</summary>
    public const uint SetPendingSgi = 0xf20;

    /// <summary>Where GICD_SPENDSGIR ends.</summary>
    public const uint SetPendingSgiEnd = 0xf30;

    /// <summary>GICD_IROUTER: eight bytes an interrupt.</summary>
    public const uint Route = 0x6000;

    /// <summary>GICD_CTLR bit 0 of GICv2: EnableGrp0 where there is one security state, EnableGrp1 in the Non-secure view of two.</summary>
    public const uint EnableOwnGroup = 1u << 0;

    /// <summary>GICD_CTLR bit 1: EnableGrp1 where there is one security state, EnableGrp1A in the Non-secure view of two.</summary>
    public const uint EnableGroup1 = 1u << 1;

    /// <summary>GICD_CTLR bit 4: ARE, or ARE_NS in the Non-secure view.</summary>
    public const uint AffinityRouting = 1u << 4;

    /// <summary>GICD_CTLR.DS: one security state.</summary>
    public const uint DisableSecurity = 1u << 6;

    /// <summary>GICD_CTLR.RWP: a write is under way.</summary>
    public const uint WritePending = 1u << 31;
}
