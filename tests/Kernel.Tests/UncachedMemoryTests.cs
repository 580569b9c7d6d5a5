using Pilevisor.Fakes;
using Pilevisor.Kernel.Metal;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class UncachedMemoryTests
{
    [Fact]
    public void Pieces_are_aligned_and_do_not_overlap()
    {
        using FakePhysicalMemory memory = new();
        MetalUncachedMemory uncached = new(memory, new FakeCaches());
        PhysicalAddress first = uncached.Allocate(24, 16, "a ring");
        PhysicalAddress second = uncached.Allocate(1, 4096, "another");
        Assert.Equal(uncached.Start.Value, first.Value);
        Assert.Equal(uncached.Start.Value + 4096, second.Value);
        Assert.Equal(uncached.Start.Value + 8192, uncached.Allocate(8, 8, "a third").Value);
    }

    [Fact]
    public void It_ends_and_says_so()
    {
        using FakePhysicalMemory memory = new();
        MetalUncachedMemory uncached = new(memory, new FakeCaches());
        uncached.Allocate(MetalUncachedMemory.TotalBytes - 64, 64, "a ring");
        uncached.Allocate(64, 64, "another");
        PanicException panic = Assert.Throws<PanicException>(() => uncached.Allocate(1, 64, "a third"));
        Assert.Contains("no uncached memory for a third: 1 bytes wanted, 0 of 65536 left", panic.Message);
        Assert.Throws<PanicException>(() => uncached.Allocate(uint.MaxValue, 4096, "a fourth"));
        Assert.Throws<PanicException>(() => uncached.Allocate(1, 48, "no power of two"));
    }

    [Fact]
    public void The_caches_forget_it_once_it_is_mapped()
    {
        using FakePhysicalMemory memory = new();
        FakeCaches caches = new();
        MetalUncachedMemory uncached = new(memory, caches);
        Assert.Empty(caches.Cleaned);
        uncached.LeaveCaches();
        Assert.Contains(uncached.Start.Value, caches.Cleaned);
    }
}
