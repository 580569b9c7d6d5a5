namespace Pilevisor.Kernel;

/// <summary>
/// EL2's own translation: every address at itself, 39 bits, 4 KiB granule. RAM is Normal and never executable, the rest Device; the image's code is executable and read-only, its constants read-only, and page 0 and
/// the page under each stack are not mapped, so that null references and stack overflows fault. Arm ARM, D8.3.
/// </summary>
/// <param name="memory">Where the tables live.</param>
public sealed unsafe class HypervisorTables(IPhysicalMemory memory)
{
    /// <summary>The addresses of RAM and devices that EL2 maps are below this: 39 bits.</summary>
    public const ulong AddressSpaceBytes = 1ul << 39;

    private const int EntriesPerTable = 512;
    private const ulong Size2M = 1ul << 21;
    private const ulong Size1G = 1ul << 30;

    // Bit 0 valid, bit 10 access flag, bits 9:8 inner shareable, bit 6 RES1, bit 7 read-only, bit 54 execute never, bits 4:2 the index into MAIR_EL2.
    private const ulong Common = 0x741;
    private const ulong ReadOnlyBit = 1ul << 7;
    private const ulong ExecuteNeverBit = 1ul << 54;
    private const ulong Device = Common | (1 << 2) | ExecuteNeverBit;
    private const ulong Data = Common | ExecuteNeverBit;
    private const ulong Constants = Common | ReadOnlyBit | ExecuteNeverBit;
    private const ulong Code = Common | ReadOnlyBit;
    private const ulong AddressMask = 0x0000_ffff_ffff_f000;
    private const ulong PageMask = ~(ulong)(GranuleNumber.Bytes - 1);

    /// <summary>TTBR0_EL2: the root, one page.</summary>
    public PhysicalAddress Root { get; } = memory.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "EL2 root table");

    /// <summary>Maps everything as Device first; RAM, image and guards are laid over it.</summary>
    public void MapAllAsDevice() => Map(0, AddressSpaceBytes, Device);

    /// <summary>Maps RAM: readable and writable. Of a page that is not RAM as a whole nothing.</summary>
    public void MapMemory(PhysicalAddress start, ulong bytes) => Map((start.Value + GranuleNumber.Bytes - 1) & PageMask, (start.Value + bytes) & PageMask, Data);

    /// <summary>Unmaps what must not be mapped, with all of its first and last page.</summary>
    public void Unmap(PhysicalAddress start, ulong bytes)
    {
        ulong end = (start.Value + bytes + GranuleNumber.Bytes - 1) & PageMask;
        Map(start.Value & PageMask, end < AddressSpaceBytes ? end : AddressSpaceBytes, 0);
    }

    /// <summary>Maps RAM that a device which is not coherent reads and writes: as Device, readable and writable.</summary>
    public void MapUncached(PhysicalAddress start, ulong bytes) => Map(start.Value, start.Value + bytes, Device);

    /// <summary>Maps code: readable and executable.</summary>
    public void MapCode(PhysicalAddress start, PhysicalAddress end) => Map(start.Value, end.Value, Code);

    /// <summary>Maps constants: readable.</summary>
    public void MapConstants(PhysicalAddress start, PhysicalAddress end) => Map(start.Value, end.Value, Constants);

    /// <summary>Makes the page at <paramref name="page"/> fault.</summary>
    public void MapGuard(PhysicalAddress page) => Map(page.Value, page.Value + GranuleNumber.Bytes, 0);

    /// <summary>The descriptor that translates <paramref name="address"/>: 0 if none does.</summary>
    public ulong Lookup(ulong address)
    {
        ulong entry = *Entry(Root, address >> 30);
        if ((entry & 3) == 3) entry = *Entry(new PhysicalAddress(entry & AddressMask), (address >> 21) & 511);
        else return entry;
        return (entry & 3) == 3 ? *Entry(new PhysicalAddress(entry & AddressMask), (address >> 12) & 511) : entry;
    }

    private void Map(ulong start, ulong end, ulong attributes)
    {
        Panic.Unless(end <= AddressSpaceBytes, "RAM or devices above 512 GiB: EL2 maps 39 address bits");
        ulong at = start;
        while (at < end)
        {
            ulong* entry = Entry(Root, at >> 30);
            if (Covers(at, end, Size1G))
            {
                *entry = Describe(at, attributes, false);
                at += Size1G;
                continue;
            }
            entry = Entry(TableBelow(entry, Size2M), (at >> 21) & 511);
            if (Covers(at, end, Size2M))
            {
                *entry = Describe(at, attributes, false);
                at += Size2M;
                continue;
            }
            *Entry(TableBelow(entry, GranuleNumber.Bytes), (at >> 12) & 511) = Describe(at, attributes, true);
            at += GranuleNumber.Bytes;
        }
    }

    private static bool Covers(ulong at, ulong end, ulong size) => at % size == 0 && end - at >= size;

    private static ulong Describe(ulong at, ulong attributes, bool isPage) => attributes == 0 ? 0 : at | attributes | (isPage ? 2ul : 0);

    private ulong* Entry(PhysicalAddress table, ulong index) => (ulong*)memory.Pointer(table) + index;

    private PhysicalAddress TableBelow(ulong* entry, ulong step)
    {
        ulong old = *entry;
        if ((old & 3) == 3) return new PhysicalAddress(old & AddressMask);
        PhysicalAddress table = memory.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "EL2 table");
        for (int i = 0; i < EntriesPerTable && old != 0; i++)
        {
            *Entry(table, (ulong)i) = (old + ((ulong)i * step)) | (step == GranuleNumber.Bytes ? 2ul : 0);
        }
        *entry = table.Value | 3;
        return table;
    }
}
