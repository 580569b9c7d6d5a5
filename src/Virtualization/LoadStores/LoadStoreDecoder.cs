namespace Pilevisor.Virtualization;

/// <summary>
/// Decodes the loads and stores of A64 (Arm ARM, C4.1.94) that can be carried out in the guest's place. Not among them: what must be one with memory (exclusives, compare and swap, atomics), what authenticates its
/// pointer (LDRAA, LDRAB), tags, copies and sets of memory, and accesses of 64 bytes; nor SVE, which guests do not have. Prefetches never fault.
/// </summary>
public static class LoadStoreDecoder
{
    private const int DoubleWord = 3;
    private const int SixteenBytes = 4;

    /// <summary>Decodes <paramref name="instruction"/>.</summary>
    /// <returns>False if it is unallocated, no load or store, or none that can be carried out.</returns>
    public static bool TryDecode(uint instruction, out LoadStore access)
    {
        access = default;
        if (!IsLoadOrStore(instruction)) return false;
        return Field(instruction, 28, 2) switch
        {
            0 when IsSimd(instruction) => SimdStructureDecoder.TryDecode(instruction, out access),
            0 => TryDecodeOrdered(instruction, out access),
            1 when !Bit(instruction, 24) => TryDecodeLiteral(instruction, out access),
            1 => TryDecodeOrderedUnscaled(instruction, out access),
            2 => TryDecodePair(instruction, out access),
            _ => TryDecodeSingle(instruction, out access),
        };
    }

    internal static int Field(uint instruction, int bit, int width) => (int)(instruction >> bit) & ((1 << width) - 1);

    internal static bool Bit(uint instruction, int bit) => (instruction & (1u << bit)) != 0;

    private static bool IsLoadOrStore(uint instruction) => Bit(instruction, 27) && !Bit(instruction, 25);

    private static bool IsSimd(uint instruction) => Bit(instruction, 26);

    private static long SignedField(uint instruction, int bit, int width) => (long)((ulong)Field(instruction, bit, width) << (64 - width)) >> (64 - width);

    // size 001000 o2 L o1 Rs o0 Rt2 Rn Rt: LDAR, STLR, LDLAR, STLLR have o2 = 1 and o1 = 0; the others are exclusives and compare and swap.
    private static bool TryDecodeOrdered(uint instruction, out LoadStore access)
    {
        access = Single(instruction, Bit(instruction, 22), Field(instruction, 30, 2), AddressForm.Offset, 0);
        return !Bit(instruction, 24) && Bit(instruction, 23) && !Bit(instruction, 21);
    }

    // opc 011 V 00 imm19 Rt
    private static bool TryDecodeLiteral(uint instruction, out LoadStore access)
    {
        int opc = Field(instruction, 30, 2);
        bool isSimd = IsSimd(instruction);
        bool isSignedWord = !isSimd && opc == 2; // LDRSW
        int scale = isSignedWord ? 2 : opc + 2;
        access = Single(instruction, isLoad: true, scale, AddressForm.Literal, SignedField(instruction, 5, 19) * 4) with { SignExtends = isSignedWord, Is64Bit = isSignedWord || scale == DoubleWord };
        return opc != 3; // PRFM, unallocated
    }

    // size 011001 opc 0 imm9 00 Rn Rt: LDAPUR, STLUR. What else begins so are tags, copies, sets and LDIAPP, STILP.
    private static bool TryDecodeOrderedUnscaled(uint instruction, out LoadStore access)
    {
        access = default;
        return !IsSimd(instruction) && !Bit(instruction, 21) && Field(instruction, 10, 2) == 0 && TryDecodeByOpc(instruction, AddressForm.Offset, SignedField(instruction, 12, 9), out access);
    }

    // opc 101 V 0 form L imm7 Rt2 Rn Rt
    private static bool TryDecodePair(uint instruction, out LoadStore access)
    {
        int opc = Field(instruction, 30, 2);
        int form = Field(instruction, 23, 2);
        bool isLoad = Bit(instruction, 22);
        bool isSimd = IsSimd(instruction);
        bool isSignedWord = !isSimd && opc == 1; // LDPSW
        int scale = isSimd ? opc + 2 : 2 + (opc >> 1);
        AddressForm addressForm = form switch { 1 => AddressForm.PostIndex, 3 => AddressForm.PreIndex, _ => AddressForm.Offset };
        access = Single(instruction, isLoad, scale, addressForm, SignedField(instruction, 15, 7) << scale) with
        {
            Second = Field(instruction, 10, 5),
            Elements = 2,
            SignExtends = isSignedWord,
            Is64Bit = isSignedWord || scale == DoubleWord,
        };
        return opc != 3 && !(isSignedWord && (!isLoad || form == 0)); // STGP, unallocated
    }

    // size 111 V 0 ...
    private static bool TryDecodeSingle(uint instruction, out LoadStore access)
    {
        access = default;
        int form = Field(instruction, 10, 2);
        if (Bit(instruction, 24))
        {
            if (!TryFindScale(instruction, out int scale)) return false;
            return TryDecodeByOpc(instruction, AddressForm.Offset, (long)Field(instruction, 10, 12) << scale, out access);
        }
        if (Bit(instruction, 21)) return form == 2 ? TryDecodeRegister(instruction, out access) : TryDecodeOrderedRegister(instruction, out access);
        if (form == 2 && IsSimd(instruction)) return false; // unprivileged: LDTR, STTR have no SIMD form
        AddressForm addressForm = form switch { 1 => AddressForm.PostIndex, 3 => AddressForm.PreIndex, _ => AddressForm.Offset };
        bool isDecoded = TryDecodeByOpc(instruction, addressForm, SignedField(instruction, 12, 9), out access);
        access = access with { IsUnprivileged = form == 2 };
        return isDecoded;
    }

    // size 111 V 00 opc 1 Rm option S 10 Rn Rt
    private static bool TryDecodeRegister(uint instruction, out LoadStore access)
    {
        bool isAllocated = TryDecodeByOpc(instruction, AddressForm.Register, 0, out access) && Bit(instruction, 14);
        if (!isAllocated || !TryFindScale(instruction, out int scale)) return false;
        access = access with { Index = Field(instruction, 16, 5), IndexExtension = Field(instruction, 13, 3), IndexShift = Bit(instruction, 12) ? scale : 0 };
        return true;
    }

    // size 111 000 101 Rs 1 100 00 Rn Rt: LDAPR, alone among the atomics in doing nothing but read.
    private static bool TryDecodeOrderedRegister(uint instruction, out LoadStore access)
    {
        access = Single(instruction, isLoad: true, Field(instruction, 30, 2), AddressForm.Offset, 0);
        return (instruction & 0x3fe0_fc00) == 0x38a0_c000;
    }

    // size at 30, V at 26, opc at 22, as all single loads and stores have them
    private static bool TryDecodeByOpc(uint instruction, AddressForm form, long immediate, out LoadStore access)
    {
        access = default;
        if (!TryFindScale(instruction, out int scale)) return false;
        int opc = Field(instruction, 22, 2);
        if (IsSimd(instruction))
        {
            access = Single(instruction, isLoad: (opc & 1) != 0, scale, form, immediate);
            return true;
        }
        bool signExtends = opc >= 2;
        if (signExtends && scale + opc > 4) return false; // PRFM, unallocated
        access = Single(instruction, isLoad: opc != 0, scale, form, immediate) with { SignExtends = signExtends, Is64Bit = opc == 2 || scale == DoubleWord };
        return true;
    }

    private static bool TryFindScale(uint instruction, out int scale)
    {
        scale = Field(instruction, 30, 2);
        if (!IsSimd(instruction) || !Bit(instruction, 23)) return true;
        bool isSixteenBytes = scale == 0;
        scale = SixteenBytes;
        return isSixteenBytes;
    }

    private static LoadStore Single(uint instruction, bool isLoad, int scale, AddressForm form, long immediate) => new()
    {
        IsLoad = isLoad,
        Target = IsSimd(instruction) ? LoadStoreTarget.Simd : LoadStoreTarget.General,
        First = Field(instruction, 0, 5),
        Elements = 1,
        ElementBytes = 1 << scale,
        Is64Bit = scale == DoubleWord,
        Form = form,
        Base = Field(instruction, 5, 5),
        Immediate = immediate,
    };
}
