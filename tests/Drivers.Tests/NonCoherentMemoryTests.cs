using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

/// <summary>The memory behind devices that are not coherent fails a test whose driver forgets the caches.</summary>
public sealed unsafe class NonCoherentMemoryTests : IDisposable
{
    private const int PageBytes = 4096;

    private readonly NonCoherentMemory _memory = new(1 << 20);

    [Fact]
    public void Each_side_sees_what_the_other_wrote_once_the_cache_was_told()
    {
        PhysicalAddress page = NewPage();
        _memory.Pointer(page)[0] = 1;
        _memory.CleanAndInvalidate(page, 1);
        Assert.Equal(1, _memory.AsDevice(page.Value, 1)[0]);
        _memory.AsDevice(page.Value, 1)[0] = 2;
        Assert.Equal(1, _memory.Pointer(page)[0]);
        _memory.CleanAndInvalidate(page, 1);
        Assert.Equal(2, _memory.Pointer(page)[0]);
    }

    [Fact]
    public void A_device_must_not_reach_a_dirty_line()
    {
        PhysicalAddress page = NewPage();
        _memory.Pointer(page)[64] = 1;
        _memory.AsDevice(page.Value, 64);
        Fails("dirty in a cache", () => _memory.AsDevice(page.Value, 65));
        Fails("where there is no RAM", () => _memory.AsDevice(0x4000_0000, 64));
    }

    [Fact]
    public void A_dirty_line_must_not_be_written_back_over_what_the_device_wrote()
    {
        PhysicalAddress page = NewPage();
        _memory.AsDevice(page.Value, 1)[0] = 2;
        _memory.Pointer(page)[1] = 3;
        Fails("written back over", () => _memory.CleanAndInvalidate(page, 1));
        Fails("written back over", () => _memory.Disturb(new Random(1), 10 * (1 << 20) / 64));
    }

    public void Dispose() => _memory.Dispose();

    private static void Fails(string message, Action act) => Assert.Contains(message, Assert.Throws<InvalidOperationException>(act).Message, StringComparison.Ordinal);

    private PhysicalAddress NewPage()
    {
        PhysicalAddress page = _memory.Allocate(PageBytes, PageBytes, "page");
        _memory.CleanAndInvalidate(page, PageBytes);
        return page;
    }
}
