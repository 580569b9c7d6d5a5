using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class HypervisorTablesTests
{
    private const ulong ReadOnly = 1ul << 7;
    private const ulong ExecuteNever = 1ul << 54;
    private const ulong DeviceIndex = 1ul << 2;

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
