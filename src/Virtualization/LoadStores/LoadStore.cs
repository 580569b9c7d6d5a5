namespace Pilevisor.Virtualization;

/// <summary>
/// What one A64 load or store does: a run of elements of one size in memory, in the order of their addresses, and the registers that they go to or come from. Made by <see cref="LoadStoreDecoder"/>.
/// </summary>
public readonly struct LoadStore
{
    /// <summary>The most pieces that an access has: LD4 of bytes.</summary>
    public const int MaximumPieces = 64;

    /// <summary>The widest access that a device gets; an element of 16 bytes makes two of them.</summary>
    public const int MaximumPieceBytes = 8;

    /// <summary>Whether memory is read.</summary>
    public bool IsLoad { get; init; }

    /// <summary>The kind of registers.</summary>
    public LoadStoreTarget Target { get; init; }

    /// <summary>Rt: the first register; 31 is the zero register among the general-purpose ones.</summary>
    public int First { get; init; }

    /// <summary>Rt2: the second register of a pair.</summary>
    public int Second { get; init; }

    /// <summary>How many elements there are in memory: 1 to 64.</summary>
    public int Elements { get; init; }

    /// <summary>The size of each: 1, 2, 4, 8 or 16 bytes.</summary>
    public int ElementBytes { get; init; }

    /// <summary>Whether a general-purpose register gets the element's sign.</summary>
    public bool SignExtends { get; init; }

    /// <summary>Whether sign extension fills 64 bits of the register or 32; the rest is cleared.</summary>
    public bool Is64Bit { get; init; }

    /// <summary>Elements of a structure, each of which has a register of its own: 1 to 4.</summary>
    public int StructureElements { get; init; }

    /// <summary>Lanes of a SIMD register that are filled: 1 to 16.</summary>
    public int Lanes { get; init; }

    /// <summary>The lane for <see cref="LoadStoreTarget.Lane"/>.</summary>
    public int Lane { get; init; }

    /// <summary>How the address is found.</summary>
    public AddressForm Form { get; init; }

    /// <summary>Rn: the base register; 31 is the stack pointer.</summary>
    public int Base { get; init; }

    /// <summary>The immediate, in bytes.</summary>
    public long Immediate { get; init; }

    /// <summary>Rm: the index register; 31 is zero.</summary>
    public int Index { get; init; }

    /// <summary>How the index is extended (Arm ARM, DecodeRegExtend): 2 UXTW, 3 UXTX, 6 SXTW, 7 SXTX.</summary>
    public int IndexExtension { get; init; }

    /// <summary>How far the extended index is shifted to the left.</summary>
    public int IndexShift { get; init; }

    /// <summary>Whether EL1 makes it with the rights of EL0 (LDTR, STTR).</summary>
    public bool IsUnprivileged { get; init; }

    /// <summary>Bytes of memory in all: 1 to 64.</summary>
    public int Bytes => Elements * ElementBytes;

    /// <summary>The size of a single access to memory: 1, 2, 4 or 8 bytes.</summary>
    public int PieceBytes => ElementBytes > MaximumPieceBytes ? MaximumPieceBytes : ElementBytes;

    /// <summary>How many of them there are.</summary>
    public int Pieces => Bytes / PieceBytes;

    /// <summary>Whether the base register changes.</summary>
    public bool WritesBack => Form is AddressForm.PreIndex or AddressForm.PostIndex or AddressForm.PostIndexRegister;

    /// <summary>The address of the first element.</summary>
    /// <param name="baseValue">The base register; for <see cref="AddressForm.Literal"/> the instruction's address.</param>
    /// <param name="indexValue">The index register.</param>
    public ulong Address(ulong baseValue, ulong indexValue) => Form switch
    {
        AddressForm.PostIndex or AddressForm.PostIndexRegister => baseValue,
        AddressForm.Register => baseValue + (Extend(indexValue) << IndexShift),
        _ => baseValue + (ulong)Immediate,
    };

    /// <summary>What is written back to the base register.</summary>
    public ulong NewBase(ulong baseValue, ulong indexValue) => baseValue + (Form == AddressForm.PostIndexRegister ? indexValue : (ulong)Immediate);

    /// <summary>What a load leaves in a general-purpose register for an element.</summary>
    public ulong Extended(ulong element)
    {
        int unused = 64 - (ElementBytes * 8);
        if (!SignExtends) return (element << unused) >> unused;
        ulong extended = (ulong)((long)(element << unused) >> unused);
        return Is64Bit ? extended : (uint)extended;
    }

    private ulong Extend(ulong index) => IndexExtension switch
    {
        2 => (uint)index,
        6 => (ulong)(int)index,
        _ => index,
    };
}
