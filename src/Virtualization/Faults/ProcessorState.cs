namespace Pilevisor.Virtualization;

/// <summary>PSTATE of the guest, as SPSR_EL2 holds it (Arm ARM, C5.2.19).</summary>
/// <param name="Bits">The register's value.</param>
public readonly struct ProcessorState(ulong Bits)
{
    private const ulong El1h = 0b0101;
    private const ulong StackSelectBit = 1ul << 0;
    private const ulong ExceptionLevelBits = 3ul << 2;
    private const ulong AArch32Bit = 1ul << 4;
    private const ulong InterruptMasks = 0xful << 6; // DAIF
    private const ulong SpeculativeStoreBypassSafeBit = 1ul << 12;
    private const ulong PrivilegedAccessNeverBit = 1ul << 22;
    private const ulong DataIndependentTimingBit = 1ul << 24; // of AArch32 state too, whose CPSR has it elsewhere
    private const ulong ConditionFlags = 0xful << 28; // NZCV

    private const ulong SctlrSpan = 1ul << 23;
    private const ulong SctlrE0e = 1ul << 24;
    private const ulong SctlrEe = 1ul << 25;
    private const ulong SctlrDssbs = 1ul << 44;

    /// <summary>The register's value.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>Whether the guest was executing AArch32: applications only, at EL0.</summary>
    public bool IsAArch32 => (Bits & AArch32Bit) != 0;

    /// <summary>Whether the guest was at EL1.</summary>
    public bool IsEl1 => !IsAArch32 && (Bits & ExceptionLevelBits) != 0;

    /// <summary>Whether SP is SP_EL1; else it is SP_EL0.</summary>
    public bool UsesSpEl1 => IsEl1 && (Bits & StackSelectBit) != 0;

    /// <summary>Whether data accesses of A64 code are big-endian: by <paramref name="sctlr"/> (SCTLR_EL1), EE at EL1, LDTR and STTR included, and E0E at EL0 (Arm ARM, D19.2.118).</summary>
    public bool IsBigEndian(ulong sctlr) => (sctlr & (IsEl1 ? SctlrEe : SctlrE0e)) != 0;

    /// <summary>Where the guest's vector table has the vector of a synchronous exception taken in this state (Arm ARM, D1.3.1.3).</summary>
    public ulong SynchronousVector
    {
        get
        {
            if (IsAArch32) return 0x600;
            if (!IsEl1) return 0x400;
            return (Bits & StackSelectBit) != 0 ? 0x200ul : 0;
        }
    }

    /// <summary>Whether an instruction with this condition is executed: ConditionHolds() (Arm ARM, F1.4).</summary>
    /// <param name="condition">0 to 15: 14 and 15 are always.</param>
    public bool Holds(int condition)
    {
        bool negative = (Bits & (1ul << 31)) != 0;
        bool zero = (Bits & (1ul << 30)) != 0;
        bool carry = (Bits & (1ul << 29)) != 0;
        bool overflow = (Bits & (1ul << 28)) != 0;
        bool holds = (condition >> 1) switch
        {
            0 => zero,
            1 => carry,
            2 => negative,
            3 => overflow,
            4 => carry && !zero,
            5 => negative == overflow,
            6 => negative == overflow && !zero,
            _ => true,
        };
        return condition >= 14 || holds != ((condition & 1) != 0);
    }

    /// <summary>The state in which the exception's handler at EL1 begins: as the CPU sets it, by <paramref name="sctlr"/> (SCTLR_EL1) where it has a say.</summary>
    public ProcessorState OnExceptionToEl1(ulong sctlr)
    {
        // Kept: NZCV, PAN, DIT. Cleared: SS, IL, UAO, BTYPE, TCO. SSBS as SCTLR_EL1.DSSBS says; PAN set unless SPAN keeps it.
        ulong state = El1h | InterruptMasks | (Bits & (ConditionFlags | PrivilegedAccessNeverBit | DataIndependentTimingBit));
        if ((sctlr & SctlrSpan) == 0) state |= PrivilegedAccessNeverBit;
        if ((sctlr & SctlrDssbs) != 0) state |= SpeculativeStoreBypassSafeBit;
        return new(state);
    }
}
