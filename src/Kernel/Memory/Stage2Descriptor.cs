namespace Pilevisor.Kernel;

/// <summary>A stage 2 descriptor of the 4 KiB granule (Arm ARM, D8.3): invalid, a table, a block or a page.</summary>
/// <param name="Bits">The 64 bits.</param>
public readonly struct Stage2Descriptor(ulong Bits)
{
    private const ulong ValidBit = 1;
    private const ulong TableOrPageBit = 2;
    private const ulong AddressMask = 0x0000_ffff_ffff_f000;
    private const ulong ReadBit = 1 << 6;
    private const ulong WriteBit = 1 << 7;

    // MemAttr 0b1111: Normal, inner and outer write-back; SH 0b11: inner shareable; AF: no access flag faults.
    private const ulong NormalMemory = (0xful << 2) | (3ul << 8) | (1ul << 10);

    // MemAttr 0b0001: Device-nGnRE; AF; XN: fetching instructions from a device's registers has effects.
    private const ulong DeviceMemory = (1ul << 2) | (1ul << 10) | (1ul << 54);

    /// <summary>The 64 bits.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>A descriptor that maps nothing.</summary>
    public static Stage2Descriptor Invalid => new(0);

    /// <summary>Whether it maps something or leads to a table.</summary>
    public bool IsValid => (Bits & ValidBit) != 0;

    /// <summary>At levels 1 and 2: whether it leads to a table.</summary>
    public bool IsTable => (Bits & 3) == 3;

    /// <summary>The table, block or page it leads to.</summary>
    public PhysicalAddress Address => new(Bits & AddressMask);

    /// <summary>What a block or page lets the guest do.</summary>
    public PagePermission Permission => !IsValid ? PagePermission.None : (Bits & WriteBit) != 0 ? PagePermission.Write : PagePermission.Read;

    /// <summary>Leads to the next level's table.</summary>
    public static Stage2Descriptor Table(PhysicalAddress table) => new(table.Value | TableOrPageBit | ValidBit);

    /// <summary>A block at level 1 or 2; invalid for <see cref="PagePermission.None"/>.</summary>
    public static Stage2Descriptor Block(PhysicalAddress start, PagePermission permission) => permission == PagePermission.None ? Invalid : new(start.Value | Access(permission) | NormalMemory | ValidBit);

    /// <summary>A page at level 3; invalid for <see cref="PagePermission.None"/>.</summary>
    public static Stage2Descriptor Page(PhysicalAddress frame, PagePermission permission) =>
        permission == PagePermission.None ? Invalid : new(frame.Value | Access(permission) | NormalMemory | TableOrPageBit | ValidBit);

    /// <summary>A page of device registers at level 3, which the guest reads and writes.</summary>
    public static Stage2Descriptor DevicePage(PhysicalAddress registers) => new(registers.Value | ReadBit | WriteBit | DeviceMemory | TableOrPageBit | ValidBit);

    private static ulong Access(PagePermission permission) => permission == PagePermission.Write ? ReadBit | WriteBit : ReadBit;
}
