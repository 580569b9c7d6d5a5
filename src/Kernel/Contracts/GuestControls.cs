namespace Pilevisor.Kernel;

/// <summary>EL2's control registers while the guest runs, each as the Arm ARM lays it out.</summary>
public struct GuestControls
{
    /// <summary>HCR_EL2.</summary>
    public ulong Hcr;

    /// <summary>VTCR_EL2.</summary>
    public ulong Vtcr;

    /// <summary>VTTBR_EL2.</summary>
    public ulong Vttbr;

    /// <summary>CPTR_EL2.</summary>
    public ulong Cptr;

    /// <summary>MDCR_EL2.</summary>
    public ulong Mdcr;

    /// <summary>CNTHCTL_EL2.</summary>
    public ulong Cnthctl;

    /// <summary>HSTR_EL2.</summary>
    public ulong Hstr;
}
