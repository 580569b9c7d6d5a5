using System;
using System.Collections.Generic;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class PhysicalMemoryTests
{
    private const ulong Page = GranuleNumber.Bytes;
    private const ulong MiB = 1 << 20;

    private readonly PhysicalMemory _memory = new(new HardwareDescription(TwoClusters.Blob()), new PhysicalAddress(0x20_0000), new PhysicalAddress(0xa0_0000));

    [Fact]
    public void What_is_taken_is_not_free()
    {
        // RAM less image, reservations, page 0 with a CPU that waits there, and none for the one that waits outside of RAM.
        ulong whole = 0x8000_0000ul + 0x8000_0000;
        Assert.Equal(whole - 0x80_0000 - 0x10_0000 - 0x4_0000 - Page, _memory.FreeBytes);
    }

    [Fact]
    public void Nothing_is_handed_out_twice_or_from_what_is_taken()
    {
        _memory.UseAll();
        HashSet<ulong> pages = [];
        foreach ((ulong bytes, ulong alignment) in new (ulong, ulong)[] { (Page, Page), (3 * MiB, 2 * MiB), (5, Page), (512 * MiB, 2 * MiB), (MiB, 64 * 1024), (700 * MiB, Page) })
        {
            ulong start = _memory.AllocateUncleared(bytes, alignment, "a test").Value;
            Assert.Equal(0ul, start % alignment);
            for (ulong at = start; at < start + bytes; at += Page)
            {
                Assert.True(pages.Add(at));
                Assert.False(at is < 0x1000 or (>= 0x20_0000 and < 0xa0_0000) or (>= 0x2000_0000 and < 0x2010_0000) or (>= 0x3ed0_0000 and < 0x3ed4_0000) or (>= 0x8000_0000 and < 0x8_0000_0000), $"{at:x} was handed out");
            }
        }
    }

    [Fact]
    public void At_first_everything_is_in_the_GiB_of_the_image()
    {
        ulong end = 0;
        for (int i = 0; i < 2; i++) end = Math.Max(end, _memory.AllocateUncleared(240 * MiB, Page, "a test").Value + (240 * MiB));
        Assert.InRange(end, 1ul, 1ul << 30);
        Assert.Throws<PanicException>(() => _memory.AllocateUncleared(512 * MiB, Page, "a test"));
        _memory.UseAll();
        Assert.InRange(_memory.AllocateUncleared(1100 * MiB, Page, "a test").Value, 0x8_0000_0000ul, 0x8_8000_0000ul);
    }

    // Two nodes of the tree, one piece of RAM: 0x2010_0000 to 0x3ed0_0000 crosses the border between them.
    [Fact]
    public void Nodes_that_touch_are_one_piece()
    {
        ulong start = _memory.AllocateUncleared(490 * MiB, Page, "a test").Value;
        ulong other = _memory.AllocateUncleared(490 * MiB, Page, "a test").Value;
        Assert.Contains(0x2010_0000ul, new[] { start, other });
    }

    [Fact]
    public void After_boot_there_is_none()
    {
        _memory.Seal();
        Assert.Contains("after boot", Assert.Throws<PanicException>(() => _memory.AllocateUncleared(1, Page, "a test")).Message, StringComparison.Ordinal);
    }
}
