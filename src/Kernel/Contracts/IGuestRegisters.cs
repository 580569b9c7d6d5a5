namespace Pilevisor.Kernel;

/// <summary>The system registers of the guest on the calling CPU, which hold its vCPU's state as long as the CPU runs: vCPUs are pinned.</summary>
public interface IGuestRegisters
{
    /// <summary>Reads a register.</summary>
    ulong Read(GuestRegister register);

    /// <summary>Writes a register; seen by the guest once it is entered.</summary>
    void Write(GuestRegister register, ulong value);

    /// <summary>Reads the machine's own identification register S3_0_C0_C&lt;<paramref name="crm"/>&gt;_&lt;<paramref name="op2"/>&gt; (Arm ARM, D18.3.1); those not allocated read as zero.</summary>
    /// <param name="crm">1 to 7.</param>
    /// <param name="op2">0 to 7.</param>
    ulong ReadIdentification(int crm, int op2);

    /// <summary>Translates a virtual address of the guest to a guest-physical one, as a read at EL1 (AT S1E1R). PAR_EL1 is kept for the guest.</summary>
    AddressTranslation TranslateToGuestPhysical(ulong virtualAddress);

    /// <summary>Translates a virtual address of the guest to a guest-physical one, as the access that is described (AT S1E0R, S1E0W, S1E1R, S1E1W; PSTATE.PAN has no say). PAR_EL1 is kept for the guest.</summary>
    /// <param name="virtualAddress">The address.</param>
    /// <param name="isPrivileged">Whether EL1 makes it, and not EL0.</param>
    /// <param name="isWrite">Whether it writes.</param>
    AddressTranslation TranslateToGuestPhysical(ulong virtualAddress, bool isPrivileged, bool isWrite);

    /// <summary>Translates a virtual address of the guest to a physical one of this machine, as a read at EL1 (AT S12E1R). PAR_EL1 is kept for the guest.</summary>
    AddressTranslation TranslateToPhysical(ulong virtualAddress);
}
