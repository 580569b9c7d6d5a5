using System;

namespace Pilevisor.Kernel;

/// <summary>What EL2 wants to hear of the guest's use of its virtual CPU interface, in the layout of ICH_HCR_EL2 (IHI 0069, 12.4.5). The lowest byte is GICH_HCR's, too.</summary>
[Flags]
public enum VirtualInterfaceRequests : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A maintenance interrupt while no list register is pending (NPIE): more is waiting than fits.</summary>
    NoPending = 1u << 3,

    /// <summary>A maintenance interrupt while the guest has Group 0 enabled in its CPU interface (VGrp0EIE).</summary>
    Group0Enabled = 1u << 4,

    /// <summary>A maintenance interrupt while the guest has Group 0 disabled in its CPU interface (VGrp0DIE).</summary>
    Group0Disabled = 1u << 5,

    /// <summary>A maintenance interrupt while the guest has Group 1 enabled in its CPU interface (VGrp1EIE).</summary>
    Group1Enabled = 1u << 6,

    /// <summary>A maintenance interrupt while the guest has Group 1 disabled in its CPU interface (VGrp1DIE).</summary>
    Group1Disabled = 1u << 7,

    /// <summary>
    /// An active interrupt is in no list register. GICv3: a trap for each access to a register of one group: acknowledgements, ends, active priorities (TALL0 and TALL1). GICv2, which has no such traps: a maintenance
    /// interrupt when such an interrupt may have been ended (GICH_HCR.LRENPIE); see <see cref="IVirtualInterruptInterface.TakeUnlistedEnds"/>.
    /// </summary>
    UnlistedActive = (1u << 11) | (1u << 12),
}
