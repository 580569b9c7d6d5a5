using System;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>The tables against a dictionary of pages, and the order of TLB maintenance against the rule of the design.</summary>
public sealed class Stage2TablesTests : IDisposable
{
    private static readonly GranuleNumber s_first = new(0x40000);
    private readonly FakePhysicalMemory _memory = new();
    private readonly FakeStage2Tlb _tlb = new();
    private readonly NodeCounters _counters = new(new FakeProcessor());
    private readonly Stage2Tables _tables;

    public Stage2TablesTests()
    {
        _tables = new Stage2Tables(_memory, _tlb, new CheckedLockOrder(new FakeProcessor()), _counters);
        _tables.Initialize(64 << 20);
    }

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(512)]
    public void Random_operations_agree_with_a_page_by_page_model(uint unit)
    {
        const int Seed = 20;
        Random random = new(Seed);
        Dictionary<uint, (ulong Frame, PagePermission Permission)> model = [];
        const uint Pages = 8192;
        _tables.MapRange(s_first, new PhysicalAddress(0x1_0000_0000), Pages);
        for (uint i = 0; i < Pages; i++) model[i] = (0x1_0000_0000 + ((ulong)i << 12), PagePermission.Write);
        for (int step = 0; step < 4000; step++)
        {
            uint page = (uint)random.Next((int)(Pages / unit)) * unit;
            PagePermission permission = (PagePermission)random.Next(3);
            ulong frame = random.Next(2) == 0 ? model[page].Frame : 0x2_0000_0000 + ((ulong)random.Next(1000) * unit << 12);
            _tables.Set(s_first + page, unit, new PhysicalAddress(frame), permission);
            for (uint i = 0; i < unit; i++) model[page + i] = (frame + ((ulong)i << 12), permission);
        }
        for (uint i = 0; i < Pages; i++)
        {
            Stage2Descriptor found = _tables.Lookup(s_first + i);
            Assert.True(model[i].Permission == found.Permission, $"page {i}, seed {Seed}");
            if (found.IsValid) Assert.Equal(model[i].Frame, found.Address.Value);
        }
    }

    // Arm ARM, D8.3: page 1:0, MemAttr 5:2 Device-nGnRE, S2AP 7:6 both, AF 10, XN 54.
    [Fact]
    public void Device_registers_are_mapped_as_such_and_only_once()
    {
        GranuleNumber page = new(0x08010);
        _tables.MapDevice(page, new PhysicalAddress(0x0804_0000), 2);
        Assert.Equal(0x0040_0000_0804_04c7ul, _tables.Lookup(page).Bits);
        Assert.Equal(0x0040_0000_0804_14c7ul, _tables.Lookup(page + 1).Bits);
        Assert.Throws<PanicException>(() => _tables.MapDevice(page + 1, new PhysicalAddress(0x0804_0000), 1));
    }

    [Fact]
    public void A_range_is_mapped_by_the_largest_blocks_and_split_only_where_a_page_changes()
    {
        _tables.MapRange(s_first, new PhysicalAddress(0x1_0000_0000), 1024);
        Assert.Equal(0ul, _counters[Counter.BlockSplits]);
        _tables.Set(s_first + 5, 1, new PhysicalAddress(0x1_0000_5000), PagePermission.Read);
        Assert.Equal(1ul, _counters[Counter.BlockSplits]);
        Assert.Equal(PagePermission.Write, _tables.Lookup(s_first + 4).Permission);
        Assert.Equal(0x1_0000_4000ul, _tables.Lookup(s_first + 4).Address.Value);
    }

    [Fact]
    public void Two_mebibytes_that_are_set_together_stay_a_block()
    {
        _tables.MapRange(s_first, new PhysicalAddress(0x1_0000_0000), 1024);
        _tables.Set(s_first, 512, new PhysicalAddress(0x1_0000_0000), PagePermission.None);
        _tables.Set(s_first, 512, new PhysicalAddress(0x2_0000_0000), PagePermission.Read);
        Assert.Equal(0ul, _counters[Counter.BlockSplits]);
        Assert.Equal((PagePermission.Read, 0x2_001f_f000ul), (_tables.Lookup(s_first + 511).Permission, _tables.Lookup(s_first + 511).Address.Value));
        Assert.Equal(PagePermission.Write, _tables.Lookup(s_first + 512).Permission);
    }

    [Fact]
    public void Splitting_a_block_breaks_before_it_makes()
    {
        _tables.MapRange(s_first, new PhysicalAddress(0x1_0000_0000), 512);
        PagePermission duringInvalidate = PagePermission.Write;
        _tlb.OnInvalidateAll = () => duringInvalidate = _tables.Lookup(s_first + 1).Permission;
        _tables.Set(s_first, 1, new PhysicalAddress(0x1_0000_0000), PagePermission.None);
        Assert.Equal(PagePermission.None, duringInvalidate);
    }

    [Fact]
    public void Lowering_invalidates_after_the_descriptor_has_changed()
    {
        _tables.Set(s_first, 1, new PhysicalAddress(0x5000), PagePermission.Write);
        Assert.Equal(["Publish", "Publish", "Publish"], _tlb.Calls);
        _tlb.Calls.Clear();
        PagePermission seen = PagePermission.Write;
        _tlb.OnInvalidate = () => seen = _tables.Lookup(s_first).Permission;
        _tables.Set(s_first, 1, new PhysicalAddress(0x5000), PagePermission.Read);
        Assert.Equal(["Invalidate"], _tlb.Calls);
        Assert.Equal(PagePermission.Read, seen);
    }

    [Fact]
    public void Raising_from_read_to_write_drops_no_translation()
    {
        _tables.Set(s_first, 1, new PhysicalAddress(0x5000), PagePermission.Read);
        _tlb.Calls.Clear();
        _tables.Set(s_first, 1, new PhysicalAddress(0x5000), PagePermission.Write);
        Assert.Equal(["Publish"], _tlb.Calls);
    }

    [Fact]
    public void Another_frame_behind_a_valid_page_breaks_before_it_makes()
    {
        _tables.Set(s_first, 1, new PhysicalAddress(0x5000), PagePermission.Read);
        _tlb.Calls.Clear();
        _tables.Set(s_first, 1, new PhysicalAddress(0x6000), PagePermission.Read);
        Assert.Equal(["Invalidate", "Publish"], _tlb.Calls);
    }

    [Fact]
    public void A_page_outside_the_guest_physical_space_is_refused() =>
        Assert.Throws<PanicException>(() => _tables.Set(new GranuleNumber(1u << 28), 1, new PhysicalAddress(0), PagePermission.Read));
}
