namespace Pilevisor.Kernel;

/// <summary>Offsets and bits of GICv2's CPU interface, GICC_* and, for a guest, GICV_* (IHI 0048B, 4.4 and 5.5).</summary>
public static class GicCpuInterfaceRegisters
{
    /// <summary>GICC_CTLR.</summary>
    public const uint Control = 0x00;

    /// <summary>GICC_PMR.</summary>
    public const uint PriorityMask = 0x04;

    /// <summary>GICC_BPR.</summary>
    public const uint BinaryPoint = 0x08;

    /// <summary>GICC_IAR: the interrupt's number and, of an SGI, its sender in bits 12 to 10.</summary>
    public const uint Acknowledge = 0x0c;

    /// <summary>GICC_EOIR.</summary>
    public const uint EndOfInterrupt = 0x10;

    /// <summary>GICC_IIDR.</summary>
    public const uint Implementer = 0xfc;

    /// <summary>GICC_DIR, on the page behind the others.</summary>
    public const uint Deactivate = 0x1000;

    /// <summary>GICC_CTLR bit 0: EnableGrp0 where there is one security state, EnableGrp1 in the Non-secure view of two.</summary>
    public const uint EnableOwnGroup = 1u << 0;

    /// <summary>GICC_CTLR bit 9: EOImode of the view that is written: GICC_EOIR only drops the priority.</summary>
    public const uint SplitDeactivation = 1u << 9;

    /// <summary>The interrupt's number in GICC_IAR, GICC_EOIR and GICC_DIR.</summary>
    public const uint InterruptMask = 0x3ff;
}
