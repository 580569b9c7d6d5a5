using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What keeps SVE and SME undefined on a CPU that has them. Such a CPU looks at CPACR_EL1.ZEN and SMEN before it looks at CPTR_EL2, and reports to EL1 what they
/// refuse: by exception classes (0x19, 0x1d) of features that the guest was not shown. So these fields are open behind the guest's back, everything is left to
/// CPTR_EL2, which leads to <see cref="UndefinedInstructionHandler"/>, and the guest's accesses to CPACR_EL1 trap: it has FPEN, the rest is RES0 to it, as on a
/// CPU without these features. On one, CPACR_EL1 is native.
/// </summary>
/// <param name="registers">The guest's registers and the machine's features.</param>
public sealed class HiddenVectorFeatures(IGuestRegisters registers)
{
    // CPACR_EL1's fields.
    private const ulong FloatingPoint = 3ul << 20;
    private const ulong Vectors = 3ul << 16;
    private const ulong Matrices = 3ul << 24;

    // CPTR_EL2.TCPAC (E2H = 0).
    private const ulong TrapAccessControl = 1ul << 31;

    /// <summary>What CPTR_EL2 needs beside <see cref="HypervisorConfiguration.Cptr"/>.</summary>
    public ulong Traps => HiddenFields == 0 ? 0 : TrapAccessControl;

    /// <summary>CPACR_EL1 as the guest reads it.</summary>
    public ulong Read() => registers.Read(GuestRegister.Cpacr) & ~HiddenFields;

    /// <summary>The guest writes CPACR_EL1, or a reset does.</summary>
    public void Write(ulong value)
    {
        ulong hidden = HiddenFields;
        registers.Write(GuestRegister.Cpacr, hidden == 0 ? value : (value & FloatingPoint) | hidden);
    }

    // ID_AA64PFR0_EL1.SVE and ID_AA64PFR1_EL1.SME.
    private ulong HiddenFields
    {
        get
        {
            ulong vectors = ((registers.ReadIdentification(4, 0) >> 32) & 0xf) != 0 ? Vectors : 0;
            return ((registers.ReadIdentification(4, 1) >> 24) & 0xf) != 0 ? vectors | Matrices : vectors;
        }
    }
}
