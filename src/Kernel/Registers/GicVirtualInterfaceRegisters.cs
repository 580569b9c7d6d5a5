namespace Pilevisor.Kernel;

/// <summary>Offsets and bits of GICv2's virtual interface control, GICH_* (IHI 0048B, 5.3).</summary>
public static class GicVirtualInterfaceRegisters
{
    /// <summary>GICH_HCR. Its bits 7 to 3 are those of ICH_HCR_EL2.</summary>
    public const uint Control = 0x000;

    /// <summary>GICH_VTR.</summary>
    public const uint Type = 0x004;

    /// <summary>GICH_VMCR.</summary>
    public const uint VirtualMachineControl = 0x008;

    /// <summary>GICH_EISR0: list registers 0 to 31.</summary>
    public const uint EndedListRegisters = 0x020;

    /// <summary>GICH_ELRSR0: list registers 0 to 31.</summary>
    public const uint EmptyListRegisters = 0x030;

    /// <summary>GICH_APR.</summary>
    public const uint ActivePriorities = 0x0f0;

    /// <summary>GICH_LR0; four bytes each.</summary>
    public const uint ListRegisters = 0x100;

    /// <summary>GICH_HCR.En.</summary>
    public const uint Enable = 1u << 0;

    /// <summary>GICH_HCR.LRENPIE: a maintenance interrupt while EOICount is not 0.</summary>
    public const uint ReportUnlistedEnds = 1u << 2;

    /// <summary>GICH_HCR.EOICount: bits 31 to 27.</summary>
    public const int UnlistedEndsShift = 27;

    /// <summary>GICH_VTR.ListRegs: how many there are, less one.</summary>
    public const uint ListRegisterMask = 0x3f;
}
