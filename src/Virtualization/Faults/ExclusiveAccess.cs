namespace Pilevisor.Virtualization;

/// <summary>Tells loads that will be followed by a store to the same place from those that will not, so that their page is fetched once and for writing.</summary>
public static class ExclusiveAccess
{
    /// <summary>
    /// Whether <paramref name="instruction"/> reads in order to write: LDXR, LDAXR, LDXP, LDAXP, CAS, CASP, SWP and the LSE atomics. The atomics must be among them: they report a missing page as a read
    /// (Arm ARM, D19.2.37, WnR). Encodings: Arm ARM, C4.1.94, "Loads and Stores".
    /// </summary>
    public static bool IsExclusiveLoad(uint instruction) => IsExclusiveOrCompare(instruction) || IsAtomic(instruction);

    // size 001000 o2 L o1 Rs o0 Rt2 Rn Rt
    private static bool IsExclusiveOrCompare(uint instruction)
    {
        if ((instruction & 0x3f00_0000) != 0x0800_0000) return false;
        bool o2 = (instruction & (1 << 23)) != 0;
        bool isLoad = (instruction & (1 << 22)) != 0;
        bool o1 = (instruction & (1 << 21)) != 0;
        bool isPairSize = (instruction & (1u << 31)) != 0;
        if (o2) return o1; // CAS; else LDAR, STLR and their like: ordered, not exclusive
        if (o1 && !isPairSize) return true; // CASP
        return isLoad; // LDXR, LDAXR, LDXP, LDAXP; else STXR and its like
    }

    // size 111 V 00 A R 1 Rs o3 opc 00 Rn Rt, V = 0: LDADD, LDCLR, LDEOR, LDSET, LDSMAX and so on, SWP. LDAPR has an encoding here (o3 opc = 1100), but only reads.
    private static bool IsAtomic(uint instruction) => (instruction & 0x3f20_0c00) == 0x3820_0000 && (instruction & 0xf000) != 0xc000;
}
