using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class HypervisorTablesTests
{
    private const ulong ReadOnly = 1ul << 7;
    private const ulong ExecuteNever = 1ul << 54;
    private const ulong DeviceIndex = 1ul << 2;

    [Fact]
    public void What_must_not_be_mapped_is_not_with_every_page_it_touches_and_RAM_ends_with_its_last_whole_page()
    {
        using FakePhysicalMemory memory = new();
        HypervisorTables tables = new(memory);
        tables.MapAllAsDevice();
        tables.MapMemory(new PhysicalAddress(0x8_0000_0800), 0x8000_0000);
        tables.Unmap(new PhysicalAddress(0x8_1000_0800), 0x1000);
        tables.Unmap(new PhysicalAddress(0x7f_ffff_f000), 0x10_0000);

        Assert.Equal(ExecuteNever | DeviceIndex, tables.Lookup(0x8_0000_0000) & (ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever, tables.Lookup(0x8_0000_1000) & (ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever, tables.Lookup(0x8_7fff_f000) & (ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever | DeviceIndex, tables.Lookup(0x8_8000_0000) & (ExecuteNever | DeviceIndex));
        Assert.Equal(0ul, tables.Lookup(0x8_1000_0000) & 1);
        Assert.Equal(0ul, tables.Lookup(0x8_1000_1000) & 1);
        Assert.Equal(1ul, tables.Lookup(0x8_1000_2000) & 1);
        Assert.Equal(0ul, tables.Lookup(0x7f_ffff_f000) & 1);
    }

    [Fact]
    public void Nothing_is_both_writable_and_executable_and_guards_are_not_mapped()
    {
        using FakePhysicalMemory memory = new();
        HypervisorTables tables = new(memory);
        tables.MapAllAsDevice();
        tables.MapMemory(new PhysicalAddress(0x4000_0000), 0x2000_0000);
        tables.MapCode(new PhysicalAddress(0x4020_0000), new PhysicalAddress(0x4021_3000));
        tables.MapConstants(new PhysicalAddress(0x4021_3000), new PhysicalAddress(0x4021_5000));
        tables.MapUncached(new PhysicalAddress(0x4040_1000), 0x2000);
        tables.MapGuard(new PhysicalAddress(0));
        tables.MapGuard(new PhysicalAddress(0x4030_0000));

        Assert.Equal(0ul, tables.Lookup(0x0) & 1);
        Assert.Equal(0ul, tables.Lookup(0x4030_0000) & 1);
        Assert.Equal(ReadOnly, tables.Lookup(0x4020_1000) & (ReadOnly | ExecuteNever));
        Assert.Equal(ReadOnly | ExecuteNever, tables.Lookup(0x4021_4000) & (ReadOnly | ExecuteNever));
        Assert.Equal(ExecuteNever, tables.Lookup(0x4030_1000) & (ReadOnly | ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever | DeviceIndex, tables.Lookup(0x4040_2fff) & (ReadOnly | ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever, tables.Lookup(0x4040_3000) & (ReadOnly | ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever | DeviceIndex, tables.Lookup(0x0900_0000) & (ReadOnly | ExecuteNever | DeviceIndex));
        Assert.Equal(ExecuteNever | DeviceIndex, tables.Lookup(0x1000) & (ReadOnly | ExecuteNever | DeviceIndex));
        foreach (ulong address in new ulong[] { 0x1000, 0x0900_0000, 0x4000_0000, 0x4020_0000, 0x4021_2fff, 0x4021_3000, 0x5fff_ffff, 0x6000_0000, 0x7f_ffff_f000 })
        {
            ulong entry = tables.Lookup(address);
            Assert.True((entry & ReadOnly) != 0 || (entry & ExecuteNever) != 0, $"writable and executable at {address:x}");
        }
    }
}
