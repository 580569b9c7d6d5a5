namespace Pilevisor.Kernel;

/// <summary>
/// One of the TLBI instructions for the EL1&amp;0 translation regime (Arm ARM, C5.5): what it drops, and on which CPUs. Those for the outer shareable domain (FEAT_TLBIOS) are those for the inner shareable domain here:
/// all the guest's CPUs are in it, and a guest has nothing else that holds its translations.
/// </summary>
/// <param name="Number">op2 in bits 2:0; bit 3: on all CPUs; bit 4: a range (FEAT_TLBIRANGE). As it goes over the wire.</param>
public readonly struct TlbInvalidation(byte Number)
{
    private const byte BroadcastBit = 8;
    private const byte RangeBit = 16;

    // One bit an op2: VMALLE1, VAE1, ASIDE1, VAAE1, VALE1, VAALE1; of ranges VA, VAA, VAL, VAAL.
    private const int AllocatedOperations = 0b1010_1111;
    private const int AllocatedRanges = 0b1010_1010;

    /// <summary>op2 in bits 2:0; bit 3: on all CPUs; bit 4: a range.</summary>
    public byte Number { get; } = Number;

    /// <summary>Whether it is for all CPUs of the shareable domain.</summary>
    public bool IsBroadcast => (Number & BroadcastBit) != 0;

    /// <summary>Whether its operand names a range.</summary>
    public bool IsRange => (Number & RangeBit) != 0;

    /// <summary>Whether there is such an instruction.</summary>
    public bool IsAllocated => Number < 2 * RangeBit && (((IsRange ? AllocatedRanges : AllocatedOperations) >> (Number & 7)) & 1) != 0;

    /// <summary>Finds out which instruction trapped.</summary>
    /// <returns>False if it is none of them; those with the nXS qualifier (CRn 9, FEAT_XS) are not either, since the guest is not shown FEAT_XS.</returns>
    public static bool TryDecode(SystemRegisterEncoding instruction, out TlbInvalidation invalidation)
    {
        int scope = instruction is { Op0: 1, Op1: 0, Crn: 8 } ? ScopeOf(instruction.Crm) : -1;
        invalidation = new TlbInvalidation((byte)(scope | instruction.Op2));
        return scope >= 0 && invalidation.IsAllocated;
    }

    private static int ScopeOf(int crm) => crm switch
    {
        7 => 0,
        3 or 1 => BroadcastBit,
        6 => RangeBit,
        2 or 5 => RangeBit | BroadcastBit,
        _ => -1,
    };
}
