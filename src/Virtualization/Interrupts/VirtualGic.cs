namespace Pilevisor.Virtualization;

/// <summary>
/// What the guest's GICv3 is: one distributor for the whole guest, security disabled (DS = 1), affinity routing always on, no LPIs (IHI 0069).
/// </summary>
internal static class VirtualGic
{
    /// <summary>How many INTIDs there are: 32 private ones a vCPU and 256 SPIs, as on QEMU virt.</summary>
    public const uint InterruptCount = 288;

    /// <summary>The first SPI.</summary>
    public const uint FirstSpi = 32;

    /// <summary>The first PPI.</summary>
    public const uint FirstPpi = 16;

    /// <summary>The virtual timer's PPI, the guest's and the machine's.</summary>
    public const uint TimerInterrupt = 27;

    /// <summary>The physical timer's PPI, the guest's alone.</summary>
    public const uint PhysicalTimerInterrupt = 30;

    /// <summary>The implemented bits of a priority: five, which is what every virtual CPU interface has at least (ICH_VTR_EL2.PRIbits).</summary>
    public const byte PriorityMask = 0xf8;

    /// <summary>GICD_IIDR and GICR_IIDR: Arm's JEP106 code, and a product number that no quirk table of a guest knows.</summary>
    public const uint Implementer = 0x5000_043b;

    /// <summary>Offset of the first of twelve identification registers in every frame.</summary>
    public const uint IdentificationStart = 0xffd0;

    /// <summary>PIDR4-7, PIDR0-3 and CIDR0-3 in their order in memory (IHI 0069, 12.1.2): a GIC by Arm, PIDR2 = architecture revision 3.</summary>
    public static uint ReadIdentification(uint offset)
    {
        System.ReadOnlySpan<byte> registers = [0x44, 0, 0, 0, 0x92, 0xb4, 0x3b, 0, 0x0d, 0xf0, 0x05, 0xb1];
        return registers[(int)((offset - IdentificationStart) >> 2)];
    }
}
