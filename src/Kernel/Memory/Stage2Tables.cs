namespace Pilevisor.Kernel;

/// <summary>
/// The guest's stage-2 tables: 40-bit IPA, 4 KiB granule, starting at level 1 with two concatenated tables. RAM that is wholly local stays mapped by blocks; the first page that leaves its 2 MiB splits them.
/// Tables come from a pool made at boot that suffices to split every block.
/// </summary>
/// <param name="memory">Where the tables live.</param>
/// <param name="tlb">What must forget old descriptors.</param>
/// <param name="order">The lock order.</param>
/// <param name="counters">Counts split blocks.</param>
public sealed unsafe class Stage2Tables(IPhysicalMemory memory, IStage2Tlb tlb, ILockOrder order, NodeCounters counters) : IStage2, IStage2Devices
{
    private const int EntriesPerTable = 512;
    private const uint PagesPerBlock2M = EntriesPerTable;
    private const uint PagesPerBlock1G = EntriesPerTable * EntriesPerTable;
    private const uint PagesInvalidatedSingly = 16;

    // The guest's devices lie together, below its RAM: one of each level.
    private const uint DeviceTables = 2;

    private readonly SpinLock _lock = new(LockRank.Stage2, order);
    private PhysicalAddress _pool;
    private uint _poolTables;
    private uint _usedTables;

    /// <summary>VTTBR_EL2.BADDR: the two root tables, 8 KiB aligned.</summary>
    public PhysicalAddress Root { get; private set; }

    /// <summary>Takes memory for the tables of a guest of <paramref name="guestBytes"/> bytes of RAM. Boot only.</summary>
    public void Initialize(ulong guestBytes)
    {
        Root = memory.Allocate(2 * GranuleNumber.Bytes, 2 * GranuleNumber.Bytes, "stage 2 root");
        // A level 3 table for each 2 MiB, a level 2 table for each GiB, and what unaligned ends may add.
        _poolTables = (uint)(guestBytes >> 21) + (uint)(guestBytes >> 30) + 4 + DeviceTables;
        _pool = memory.Allocate((ulong)_poolTables * GranuleNumber.Bytes, GranuleNumber.Bytes, "stage 2 tables");
    }

    /// <inheritdoc/>
    public void MapRange(GranuleNumber first, PhysicalAddress start, uint pages)
    {
        _lock.Acquire();
        uint done = 0;
        while (done < pages) done += MapLargest(first + done, start + ((ulong)done << GranuleNumber.Shift), pages - done);
        tlb.Publish();
        _lock.Release();
    }

    /// <inheritdoc/>
    public void MapDevice(GranuleNumber first, PhysicalAddress start, uint pages)
    {
        _lock.Acquire();
        for (uint i = 0; i < pages; i++)
        {
            Stage2Descriptor* entry = PageEntry(first + i);
            Panic.Unless(!entry->IsValid, "a device is mapped where something is mapped already");
            *entry = Stage2Descriptor.DevicePage(start + ((ulong)i << GranuleNumber.Shift));
        }

        tlb.Publish();
        _lock.Release();
    }

    /// <inheritdoc/>
    public void Set(GranuleNumber first, uint pages, PhysicalAddress frame, PagePermission permission)
    {
        bool isBlock = pages == PagesPerBlock2M;
        _lock.Acquire();
        Stage2Descriptor* entries = isBlock ? Level2Entry(first) : PageEntry(first);
        uint count = isBlock ? 1 : pages;
        Stage2Descriptor old = *entries;
        Panic.Unless(!isBlock || !old.IsTable, "pages are set together that were set apart");
        Stage2Descriptor wanted = isBlock ? Stage2Descriptor.Block(frame, permission) : Stage2Descriptor.Page(frame, permission);
        bool isSameFrame = old.IsValid && wanted.IsValid && old.Address.Value == wanted.Address.Value;
        // Another frame behind the same page needs break-before-make; lowering needs every old translation gone.
        if (old.IsValid && wanted.IsValid && !isSameFrame)
        {
            for (uint i = 0; i < count; i++) entries[i] = Stage2Descriptor.Invalid;
            Invalidate(first, pages);
            old = Stage2Descriptor.Invalid;
        }
        entries[0] = wanted;
        for (uint i = 1; i < count; i++) entries[i] = Stage2Descriptor.Page(frame + ((ulong)i << GranuleNumber.Shift), permission);
        if (old.IsValid && permission < old.Permission) Invalidate(first, pages);
        else tlb.Publish();
        _lock.Release();
    }

    /// <summary>What the tables say of <paramref name="page"/> now: the page itself, or the block that holds it with its address advanced to the page.</summary>
    public Stage2Descriptor Lookup(GranuleNumber page)
    {
        Stage2Descriptor level1 = *Level1Entry(page);
        if (!level1.IsTable) return Within(level1, page, PagesPerBlock1G);
        Stage2Descriptor level2 = *Entry(level1.Address, (page.Value >> 9) & 511);
        if (!level2.IsTable) return Within(level2, page, PagesPerBlock2M);
        return *Entry(level2.Address, page.Value & 511);
    }

    private static Stage2Descriptor Within(Stage2Descriptor block, GranuleNumber page, uint blockPages) =>
        block.IsValid ? Stage2Descriptor.Page(block.Address + ((ulong)(page.Value & (blockPages - 1)) << GranuleNumber.Shift), block.Permission) : block;

    // By page while that is less than to walk everything again.
    private void Invalidate(GranuleNumber first, uint pages)
    {
        if (pages <= PagesInvalidatedSingly) tlb.Invalidate(first, pages);
        else tlb.InvalidateAll();
    }

    private uint MapLargest(GranuleNumber page, PhysicalAddress start, uint pages)
    {
        if (Fits(page, start, pages, PagesPerBlock1G) && !Level1Entry(page)->IsValid)
        {
            *Level1Entry(page) = Stage2Descriptor.Block(start, PagePermission.Write);
            return PagesPerBlock1G;
        }
        Stage2Descriptor* level2 = Level2Entry(page);
        if (Fits(page, start, pages, PagesPerBlock2M) && !level2->IsValid)
        {
            *level2 = Stage2Descriptor.Block(start, PagePermission.Write);
            return PagesPerBlock2M;
        }
        *PageEntry(page) = Stage2Descriptor.Page(start, PagePermission.Write);
        return 1;
    }

    private static bool Fits(GranuleNumber page, PhysicalAddress start, uint pages, uint blockPages) =>
        pages >= blockPages && page.Value % blockPages == 0 && start.Value % ((ulong)blockPages << GranuleNumber.Shift) == 0;

    private Stage2Descriptor* Level1Entry(GranuleNumber page)
    {
        Panic.Unless(page.Value >> (GuestPhysicalAddress.Bits - GranuleNumber.Shift) == 0, "a page outside the guest-physical space");
        return Entry(Root, page.Value >> 18);
    }

    private Stage2Descriptor* Level2Entry(GranuleNumber page) => Entry(TableBelow(Level1Entry(page), page, 1), (page.Value >> 9) & 511);

    private Stage2Descriptor* PageEntry(GranuleNumber page) => Entry(TableBelow(Level2Entry(page), page, 2), page.Value & 511);

    private Stage2Descriptor* Entry(PhysicalAddress table, uint index) => (Stage2Descriptor*)memory.Pointer(table) + index;

    /// <summary>The table below <paramref name="entry"/> (of level 1 or 2): made if there is none, and made from the block if there is one.</summary>
    private PhysicalAddress TableBelow(Stage2Descriptor* entry, GranuleNumber page, int level)
    {
        Stage2Descriptor old = *entry;
        if (old.IsTable) return old.Address;
        PhysicalAddress table = TakeTable();
        if (old.IsValid)
        {
            Fill(table, old, level);
            // Break-before-make: other CPUs may fault on the block meanwhile, find the page granted, and try again.
            *entry = Stage2Descriptor.Invalid;
            tlb.InvalidateAll();
            counters.Add(Counter.BlockSplits);
        }
        *entry = Stage2Descriptor.Table(table);
        tlb.Publish();
        return table;
    }

    private void Fill(PhysicalAddress table, Stage2Descriptor block, int level)
    {
        uint step = level == 1 ? PagesPerBlock2M : 1;
        for (uint i = 0; i < EntriesPerTable; i++)
        {
            PhysicalAddress part = block.Address + ((ulong)(i * step) << GranuleNumber.Shift);
            *Entry(table, i) = level == 1 ? Stage2Descriptor.Block(part, block.Permission) : Stage2Descriptor.Page(part, block.Permission);
        }
    }

    private PhysicalAddress TakeTable()
    {
        Panic.Unless(_usedTables < _poolTables, "stage 2 tables used up: the pool was sized for less guest memory");
        return _pool + ((ulong)_usedTables++ * GranuleNumber.Bytes);
    }
}
