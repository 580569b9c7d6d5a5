namespace Pilevisor.Kernel;

/// <summary>Offsets and bits of GICR_* (IHI 0069H, 12.10 and 12.11): the RD_base frame; the SGI_base frame behind it has <see cref="GicInterruptRegisters"/>.</summary>
public static class GicRedistributorRegisters
{
    /// <summary>Size of a frame.</summary>
    public const uint FrameBytes = 0x1_0000;

    /// <summary>GICR_CTLR.</summary>
    public const uint Control = 0x0000;

    /// <summary>GICR_IIDR.</summary>
    public const uint Implementer = 0x0004;

    /// <summary>GICR_TYPER, 64 bits.</summary>
    public const uint Type = 0x0008;

    /// <summary>GICR_WAKER.</summary>
    public const uint Waker = 0x0014;

    /// <summary>GICR_CTLR.RWP: a write is under way.</summary>
    public const uint WritePending = 1u << 3;

    /// <summary>GICR_WAKER.ProcessorSleep.</summary>
    public const uint ProcessorSleep = 1u << 1;

    /// <summary>GICR_WAKER.ChildrenAsleep.</summary>
    public const uint ChildrenAsleep = 1u << 2;

    /// <summary>GICR_TYPER.VLPIS: two more frames follow, as in GICv4.</summary>
    public const ulong VirtualLpis = 1ul << 1;

    /// <summary>GICR_TYPER.Last: no redistributor follows.</summary>
    public const ulong Last = 1ul << 4;
}
