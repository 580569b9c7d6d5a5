using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// EL2's control registers while the guest runs: trapped is what must be trapped and nothing else (Arm ARM, D19.2). A bit of a feature that the CPU lacks is RES0 there and does nothing.
/// </summary>
public static class HypervisorConfiguration
{
    /// <summary>
    /// HCR_EL2: stage 2 (VM), interrupts and SErrors to EL2 (FMO, IMO, AMO), AArch64 at EL1 (RW), SMC to our PSCI (TSC), WFI to <see cref="WfiHandler"/> (TWI), ID registers to <see cref="IdRegisterPolicy"/> (TID3).
    /// <para>
    /// TID1 traps REVIDR_EL1 and AIDR_EL1, which are the machine's, for the sake of SMIDR_EL1, which is hidden.
    /// </para>
    /// <para>
    /// SWIO makes DC ISW clean before it invalidates, so that set/way maintenance runs natively without losing anybody's data: vCPUs are pinned, so it does to the vCPU's caches what it would do on bare metal, and TSW
    /// can stay clear. PTW: a walk through what stage 2 maps as a device faults. TIDCP, TACR: implementation defined registers are the machine's. TLOR, TERR, TID5: LORegions, error records and memory tags, which
    /// are hidden. APK, API: pointer authentication runs natively, EL2 has no keys of its own. EnSCXT: the software context numbers are the guest's.
    /// </para>
    /// Added where the guest's maintenance is carried to other nodes: <see cref="BroadcastTlbTraps"/>.
    /// Clear on purpose: TWE (waiting for an event is native), TVM, FB, BSU (pinned vCPUs need no upgrade to broadcast), TGE, E2H, NV, FWB, ATA.
    /// </summary>
    public const ulong Hcr = Vm | Swio | Ptw | Fmo | Imo | Amo | Tid1 | Twi | Tid3 | Tsc | Tidcp | Tacr | Rw | Tlor | Terr | Apk | Api | EnScxt | Tid5;

    /// <summary>CPTR_EL2 (E2H = 0): its RES1 bits, which trap SVE (TZ) and SME (TSM), and traps of trace (TTA) and activity monitors (TAM). FP and SIMD are native and so is CPACR_EL1, but where <see cref="HiddenVectorFeatures"/> adds TCPAC.</summary>
    public const ulong Cptr = 0x33ff | (1ul << 20) | (1ul << 30);

    /// <summary>
    /// MDCR_EL2: the performance monitors (TPM, TPMCR), SPE (TPMS, with its buffer EL2's own: E2PB 0), self-hosted trace (TTRF, E2TB 0) trap; they are hidden. Breakpoints, watchpoints, single step and the OS lock are the
    /// guest's, natively: with TDE clear no debug exception is ever taken from EL2. HPMN 1: zero is constrained unpredictable, and every access traps anyway. PMUSERENR_EL0 and AMUSERENR_EL0, which EL1 would
    /// have set, let EL0 through to these traps: what they refuse is reported to EL1 as a trapped access, and not as undefined.
    /// </summary>
    public const ulong Mdcr = 1 | (1ul << 5) | (1ul << 6) | (1ul << 14) | (1ul << 19);

    /// <summary>CNTHCTL_EL2 (E2H = 0): EL1PCTEN and EL1PCEN clear, so the physical counter, which differs between machines, and its timer trap: both are guest time (<see cref="PhysicalTimer"/>). The virtual ones are native. No event stream of EL2's: the guest has its own.</summary>
    public const ulong Cnthctl = 0;

    /// <summary>HSTR_EL2: no AArch32 coprocessor register traps.</summary>
    public const ulong Hstr = 0;

    private const ulong Vm = 1ul << 0;
    private const ulong Swio = 1ul << 1;
    private const ulong Ptw = 1ul << 2;
    private const ulong Fmo = 1ul << 3;
    private const ulong Imo = 1ul << 4;
    private const ulong Amo = 1ul << 5;
    private const ulong Twi = 1ul << 13;
    private const ulong Tid1 = 1ul << 16;
    private const ulong Tid3 = 1ul << 18;
    private const ulong Tsc = 1ul << 19;
    private const ulong Tidcp = 1ul << 20;
    private const ulong Tacr = 1ul << 21;
    private const ulong Ttlb = 1ul << 25;
    private const ulong Rw = 1ul << 31;
    private const ulong Tlor = 1ul << 35;
    private const ulong Terr = 1ul << 36;
    private const ulong Apk = 1ul << 40;
    private const ulong Api = 1ul << 41;
    private const ulong EnScxt = 1ul << 53;
    private const ulong Ttlbis = 1ul << 54;
    private const ulong Ttlbos = 1ul << 55;
    private const ulong Tid5 = 1ul << 58;

    // ID_AA64MMFR2_EL1.EVT: 2 where TTLBIS and TTLBOS exist.
    private const int EvtShift = 56;
    private const ulong EvtWithTlb = 2;

    /// <summary>The bits of HCR_EL2 that trap TLBI for all CPUs: TTLBIS and TTLBOS with FEAT_EVT; without it TTLB, which traps the local forms, too.</summary>
    /// <param name="memoryFeatures2">The machine's ID_AA64MMFR2_EL1.</param>
    public static ulong BroadcastTlbTraps(ulong memoryFeatures2) => ((memoryFeatures2 >> EvtShift) & 0xf) >= EvtWithTlb ? Ttlbis | Ttlbos : Ttlb;

    /// <summary>All of them, with the stage 2 translation of this node.</summary>
    /// <param name="vtcr">VTCR_EL2.</param>
    /// <param name="vttbr">VTTBR_EL2: VMID and root table.</param>
    /// <param name="furtherTraps">Bits of HCR_EL2 beside <see cref="Hcr"/>.</param>
    public static GuestControls WithStage2(ulong vtcr, ulong vttbr, ulong furtherTraps) =>
        new() { Hcr = Hcr | furtherTraps, Vtcr = vtcr, Vttbr = vttbr, Cptr = Cptr, Mdcr = Mdcr, Cnthctl = Cnthctl, Hstr = Hstr };
}
