namespace Pilevisor.Virtualization;

/// <summary>Decodes LD1 to LD4, ST1 to ST4 and LD1R to LD4R (Arm ARM, C4.1.94, "Advanced SIMD load/store multiple structures", "... single structure", and both with post-index).</summary>
internal static class SimdStructureDecoder
{
    // 0 Q 00110 single postIndex L R Rm/o2 opcode size Rn Rt
    public static bool TryDecode(uint instruction, out LoadStore access)
    {
        access = default;
        bool isPostIndex = LoadStoreDecoder.Bit(instruction, 23);
        bool isAllocated = !LoadStoreDecoder.Bit(instruction, 31) && (isPostIndex || LoadStoreDecoder.Field(instruction, 16, 5) == 0);
        if (!isAllocated) return false;
        bool isDecoded = LoadStoreDecoder.Bit(instruction, 24) ? TryDecodeSingle(instruction, out access) : TryDecodeMultiple(instruction, out access);
        if (isDecoded && isPostIndex) access = PostIndexed(instruction, access);
        return isDecoded;
    }

    private static bool TryDecodeMultiple(uint instruction, out LoadStore access)
    {
        access = default;
        int structureElements;
        int registers;
        switch (LoadStoreDecoder.Field(instruction, 12, 4))
        {
            case 0b0000: (structureElements, registers) = (4, 4); break;
            case 0b0010: (structureElements, registers) = (1, 4); break;
            case 0b0100: (structureElements, registers) = (3, 3); break;
            case 0b0110: (structureElements, registers) = (1, 3); break;
            case 0b0111: (structureElements, registers) = (1, 1); break;
            case 0b1000: (structureElements, registers) = (2, 2); break;
            case 0b1010: (structureElements, registers) = (1, 2); break;
            default: return false;
        }
        int size = LoadStoreDecoder.Field(instruction, 10, 2);
        int lanes = RegisterBytes(instruction) >> size;
        access = Structure(instruction, LoadStoreTarget.Structures, registers * lanes, size) with { StructureElements = structureElements, Lanes = lanes };
        bool isOneDoubleWordOfMany = size == 3 && lanes == 1 && structureElements != 1;
        return !isOneDoubleWordOfMany && !LoadStoreDecoder.Bit(instruction, 21);
    }

    // opcode<2:1> is the lane's size, or 3 for all lanes; opcode<0>:R one less than the elements; Q:S:size the lane's number, from the top as far as its size leaves room.
    private static bool TryDecodeSingle(uint instruction, out LoadStore access)
    {
        int scale = LoadStoreDecoder.Field(instruction, 14, 2);
        int size = LoadStoreDecoder.Field(instruction, 10, 2);
        int elements = 1 + (LoadStoreDecoder.Field(instruction, 13, 1) << 1) + LoadStoreDecoder.Field(instruction, 21, 1);
        bool isS = LoadStoreDecoder.Bit(instruction, 12);
        if (scale == 3)
        {
            access = Structure(instruction, LoadStoreTarget.AllLanes, elements, size) with { StructureElements = elements, Lanes = RegisterBytes(instruction) >> size };
            return access.IsLoad && !isS;
        }
        int lane = (LoadStoreDecoder.Field(instruction, 30, 1) << 3) | LoadStoreDecoder.Field(instruction, 10, 3);
        bool isDoubleWord = scale == 2 && size == 1;
        int unusedBits = isDoubleWord ? 3 : scale;
        access = Structure(instruction, LoadStoreTarget.Lane, elements, unusedBits) with { StructureElements = elements, Lanes = 1, Lane = lane >> unusedBits };
        if (isDoubleWord) return !isS;
        return (lane & ((1 << scale) - 1)) == 0;
    }

    private static int RegisterBytes(uint instruction) => LoadStoreDecoder.Bit(instruction, 30) ? 16 : 8;

    private static LoadStore PostIndexed(uint instruction, LoadStore access)
    {
        int index = LoadStoreDecoder.Field(instruction, 16, 5);
        return index == 31
            ? access with { Form = AddressForm.PostIndex, Immediate = access.Bytes }
            : access with { Form = AddressForm.PostIndexRegister, Index = index };
    }

    private static LoadStore Structure(uint instruction, LoadStoreTarget target, int elements, int scale) => new()
    {
        IsLoad = LoadStoreDecoder.Bit(instruction, 22),
        Target = target,
        First = LoadStoreDecoder.Field(instruction, 0, 5),
        Elements = elements,
        ElementBytes = 1 << scale,
        Base = LoadStoreDecoder.Field(instruction, 5, 5),
    };
}
