using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What the guest reads in the ID registers S3_0_C0_C1_0 to S3_0_C0_C7_7 (Arm ARM, D19.2; trapped by HCR_EL2.TID3). A feature is hidden if the cluster cannot keep it coherent, if EL2 does not keep its state for the
/// guest, or if it belongs to EL2 and there is none in the guest. The numbers are the lowest bits of the fields.
/// <para>
/// FEAT_TLBIOS and FEAT_TLBIRANGE stay: <see cref="TlbBroadcast"/> carries them like the others. For Linux all run natively and reach this machine's CPUs only: see <see cref="ITlbPolicy"/> for why that suffices.
/// FEAT_HAFDBS is hidden: with it each walk is a write, so that two machines which walk the same tables take them from each other, and one that needs tables of two levels may never hold both. A guest that sets
/// TCR_EL1.HA all the same stays coherent, since its walks then count as writes. LSE and the other instruction-set extensions have no state of their own.
/// </para>
/// </summary>
/// <param name="registers">The machine's own registers.</param>
/// <param name="gic">Whether the guest's interrupt controller has system registers, whatever the machine's has.</param>
public sealed class IdRegisterPolicy(IGuestRegisters registers, IGuestGic gic)
{
    // ID_AA64MMFR0_EL1.PARange: what stands for GuestPhysicalAddress.Bits.
    private const ulong FortyBits = 2;

    /// <summary>What the guest reads in S3_0_C0_C&lt;<paramref name="crm"/>&gt;_&lt;<paramref name="op2"/>&gt;.</summary>
    /// <param name="crm">1 to 7.</param>
    /// <param name="op2">0 to 7.</param>
    public ulong Read(int crm, int op2)
    {
        IdFields hardware = new(registers.ReadIdentification(crm, op2));
        return ((crm * 8) + op2) switch
        {
            (1 * 8) + 0 => AArch32Processor0(hardware),
            (1 * 8) + 1 => AArch32Processor1(hardware),
            (1 * 8) + 2 => AArch32Debug0(hardware),
            >= (1 * 8) + 4 and <= (3 * 8) + 2 => hardware.KeepAll(0, 60).Value, // ID_MMFR0-4, ID_ISAR0-6, MVFR0-2: instructions and memory as AArch32 at EL0 sees them
            (3 * 8) + 4 => hardware.Keep(0).Keep(4).Value, // ID_PFR2: CSV3, SSBS; RAS_frac hidden
            (3 * 8) + 6 => hardware.Keep(0).Value, // ID_MMFR5: ETS
            (4 * 8) + 0 => Processor0(hardware),
            (4 * 8) + 1 => Processor1(hardware),
            (5 * 8) + 0 => Debug0(hardware),
            (6 * 8) + 0 => Instructions0(hardware),
            (6 * 8) + 1 => Instructions1(hardware),
            (6 * 8) + 2 => Instructions2(hardware),
            (7 * 8) + 0 => Memory0(hardware),
            (7 * 8) + 1 => Memory1(hardware),
            (7 * 8) + 2 => Memory2(hardware),

            // Hidden whole: ID_AFR0 (implementation defined), ID_DFR1 (MTPMU), ID_AA64PFR2, ID_AA64ZFR0 (SVE), ID_AA64SMFR0 (SME), ID_AA64FPFR0, ID_AA64DFR1, ID_AA64AFR0/1, ID_AA64ISAR3, ID_AA64MMFR3/4
            // (their controls are in HCRX_EL2, which is left at zero), and what is not allocated yet.
            _ => 0,
        };
    }

    // ID_PFR0_EL1: State0-3, CSV2, DIT. Hidden: AMU (20), RAS (28).
    private static ulong AArch32Processor0(IdFields id) => id.KeepAll(0, 16).Keep(24).Value;

    // ID_PFR1_EL1: ProgMod, MProgMod, GenTimer, GIC. Hidden: Security (4), Virtualization (12), Sec_frac (20), Virt_frac (24): the guest has neither EL3 nor EL2.
    private ulong AArch32Processor1(IdFields id) => id.Keep(0).Keep(8).Keep(16).KeepUpTo(28, gic.SystemRegisterInterface).Value;

    // ID_DFR0_EL1: CopDbg, CopSDbg, MMapDbg. Hidden: CopTrc (12), MMapTrc (16), MProfDbg (20), PerfMon (24), TraceFilt (28).
    private static ulong AArch32Debug0(IdFields id) => id.KeepAll(0, 8).Value;

    // ID_AA64PFR0_EL1: EL0, EL1 (AArch64 only: HCR_EL2.RW), FP, AdvSIMD, GIC (if the guest's has system registers; not 4.1's virtual SGIs), DIT, CSV2, CSV3.
    // Hidden: EL2 (8), EL3 (12), RAS (28), SVE (32: its registers are not kept), SEL2 (36), MPAM (40), AMU (44), RME (52).
    private ulong Processor0(IdFields id) => id.Keep(0).KeepUpTo(4, 1).Keep(16).Keep(20).KeepUpTo(24, gic.SystemRegisterInterface).Keep(48).Keep(56).Keep(60).Value;

    // ID_AA64PFR1_EL1: BT, SSBS, CSV2_frac.
    // Hidden: MTE (8: tags do not travel with pages), RAS_frac (12), MPAM_frac (16), SME (24: not kept), RNDR_trap (28), NMI (36: needs HCRX_EL2), MTE_frac (40), GCS (44), THE (48), MTEX (52), DF2 (56), PFAR (60).
    private static ulong Processor1(IdFields id) => id.Keep(0).Keep(4).Keep(32).Value;

    // ID_AA64DFR0_EL1: DebugVer, BRPs, WRPs, CTX_CMPs, DoubleLock: breakpoints and watchpoints are the guest's own.
    // Hidden: TraceVer (4), PMUVer (8), PMSS (16), SEBEP (24), PMSVer (32: SPE writes memory past the coherence protocol), TraceFilt (40), TraceBuffer (44: so does TRBE), MTPMU (48), BRBE (52), HPMN0 (60).
    private static ulong Debug0(IdFields id) => id.Keep(0).Keep(12).Keep(20).Keep(28).Keep(36).Value;

    // ID_AA64ISAR0_EL1: AES, SHA1, SHA2, CRC32, Atomic, RDM, SHA3, SM3, SM4, DP, FHM, TS, TLB, RNDR. Hidden: TME (24: a transaction cannot span a fetch).
    private static ulong Instructions0(IdFields id) => id.KeepAll(4, 20).KeepAll(28, 60).Value;

    // ID_AA64ISAR1_EL1: DPB, APA, API, JSCVT, FCMA, LRCPC, GPA, GPI, FRINTTS, SB, SPECRES, BF16, DGH, I8MM. Hidden: XS (56), LS64 (60): both are ruled by HCRX_EL2.
    private static ulong Instructions1(IdFields id) => id.KeepAll(0, 52).Value;

    // ID_AA64ISAR2_EL1: WFxT, RPRES, GPA3, APA3, BC, PAC_frac, CLRBHB, CSSC.
    // Hidden: MOPS (16: needs HCRX_EL2.MSCEn, and a copy must restart after a fetch), SYSREG_128 (32), SYSINSTR_128 (36), PRFMSLC (40), RPRFM (48), and what is new.
    private static ulong Instructions2(IdFields id) => id.KeepAll(0, 12).KeepAll(20, 28).Keep(52).Value;

    // ID_AA64MMFR0_EL1: PARange, ASIDBits, BigEnd, BigEndEL0, TGran16, TGran64, TGran4, ExS.
    // Hidden: SNSMem (12), TGran16_2 (32), TGran64_2 (36), TGran4_2 (40) (stage 2), FGT (56), ECV (60: its offsets are EL2's).
    private static ulong Memory0(IdFields id) => id.KeepUpTo(0, FortyBits).Keep(4).Keep(8).Keep(16).KeepAll(20, 28).Keep(44).Value;

    // ID_AA64MMFR1_EL1: HPDS, PAN, SpecSEI, ETS, AFP, nTLBPA.
    // Hidden: HAFDBS (0: see above), VMIDBits (4), VH (8), LO (16), XNX (28), TWED (32), HCX (40), TIDCP1 (52), CMOW (56: needs HCRX_EL2), ECBHB (60).
    private static ulong Memory1(IdFields id) => id.Keep(12).Keep(20).Keep(24).Keep(36).Keep(44).Keep(48).Value;

    // ID_AA64MMFR2_EL1: CnP, UAO, LSM, VARange, CCIDX, ST, AT, IDS, TTL, BBM, E0PD. Hidden: IESB (12, RAS), NV (24), FWB (40), EVT (56).
    private static ulong Memory2(IdFields id) => id.KeepAll(0, 8).Keep(16).Keep(20).KeepAll(28, 36).Keep(48).Keep(52).Keep(60).Value;
}
