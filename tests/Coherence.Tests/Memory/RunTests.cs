using System.Collections.Generic;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Pages that nobody has touched come along with others, and are as right as pages that are asked for one by one.</summary>
public sealed class RunTests
{
    private const uint Frames = 256;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_that_is_filled_in_order_comes_by_the_block(bool upwards)
    {
        using TestNetwork network = new(2, cacheFrames: Frames);
        TestNode node = network.Nodes[1];
        for (uint i = 0; i < 2 * PagesAlong.BlockPages; i++)
        {
            GranuleNumber page = TestNetwork.Page(0, upwards ? i : (2 * PagesAlong.BlockPages) - 1 - i);
            node.Write(page, i + 1);
        }
        network.Drain();
        // 1, then 1 and 2, 1 and 8, 1 and 26, the rest of the block; the second block is one fault.
        Assert.Equal(6ul, node.Fetches());
        Assert.Equal((2ul * PagesAlong.BlockPages) - node.Fetches(), node.Counters[Counter.RunPages]);
        for (uint i = 0; i < 2 * PagesAlong.BlockPages; i++) Assert.NotEqual(0ul, network.Nodes[0].Read(TestNetwork.Page(0, i)));
    }

    [Fact]
    public void A_page_that_is_used_alone_brings_no_other()
    {
        using TestNetwork network = new(2, cacheFrames: Frames);
        for (uint i = 0; i < 60; i += 2) network.Nodes[1].Write(TestNetwork.Page(0, i), 1);
        Assert.Equal(0ul, network.Nodes[1].Counters[Counter.RunPages]);
    }

    [Fact]
    public void What_holds_something_stays_at_home()
    {
        using TestNetwork network = new(2, cacheFrames: Frames);
        network.Nodes[0].Write(TestNetwork.Page(0, 3), 33);
        for (uint i = 0; i < 2; i++) network.Nodes[1].Write(TestNetwork.Page(0, i), 1);
        network.Drain();
        // Pages 2 and 3 were to come along with page 1.
        Assert.Equal(1ul, network.Nodes[1].Counters[Counter.RunPages]);
        Assert.Equal(33ul, network.Nodes[1].Read(TestNetwork.Page(0, 3)));
        Assert.True(network.Nodes[0].Stage2.Permits(TestNetwork.Page(0, 4), true, out _));
        Assert.False(network.Nodes[0].Stage2.Permits(TestNetwork.Page(0, 2), false, out _));
    }

    [Fact]
    public void A_page_that_came_along_is_zero_whatever_its_frame_held_and_wherever_it_goes()
    {
        using TestNetwork network = new(2, cacheFrames: Frames);
        TestNode node = network.Nodes[1];
        // Every frame of the cache holds something and is free again, since home writes what was in it.
        for (uint i = 0; i < Frames; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), ulong.MaxValue);
        for (uint i = 0; i < Frames; i++) Assert.Equal(ulong.MaxValue, node.Read(TestNetwork.Page(0, i)));
        for (uint i = 0; i < Frames; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), ulong.MaxValue);
        for (uint i = 0; i < 4; i += 3)
        {
            for (uint written = 0; written < 2; written++) node.Write(TestNetwork.Page(0, Frames + i + written), 1);
        }
        network.Drain();
        Assert.Equal(4ul, node.Counters[Counter.RunPages]);
        Assert.Equal(0ul, node.Read(TestNetwork.Page(0, Frames + 2)));
        for (uint i = 5; i < PagesAlong.BlockPages; i++)
        {
            GranuleNumber page = TestNetwork.Page(0, Frames + i);
            Assert.Equal(0ul, network.Nodes[i % 2].Read(page));
            network.Nodes[(i + 1) % 2].Write(page, i);
            Assert.Equal((ulong)i, network.Nodes[i % 2].Read(page));
        }
    }

    [Fact]
    public void No_page_leaves_to_make_room_for_one_that_comes_along()
    {
        using TestNetwork network = new(2, cacheFrames: FrameCache.MinimumFrames);
        TestNode node = network.Nodes[1];
        for (uint i = 0; i < FrameCache.MinimumFrames - node.Frames.Reserve; i++) node.Write(TestNetwork.Page(0, i), 1);
        network.Drain();
        Assert.NotEqual(0ul, node.Counters[Counter.RunPages]);
        Assert.Equal(0ul, node.Counters[Counter.Evictions]);
        Assert.True(node.Frames.Free >= node.Frames.Reserve);
    }

    [Fact]
    public void A_page_that_came_along_is_not_read_before_it_is_cleared()
    {
        using TestNetwork network = new(2, cacheFrames: Frames);
        TestNode node = network.Nodes[1];
        for (uint i = 0; i < 2; i++) node.Write(TestNetwork.Page(0, i), 1);
        network.Drain();
        GranuleNumber along = TestNetwork.Page(0, 2);
        Assert.False(node.Memory.TryReadWord(along.Address, out _));
        Assert.Equal(0ul, node.Read(along));
        Assert.True(node.Memory.TryReadWord(along.Address, out uint word));
        Assert.Equal(0u, word);
    }

    [Fact]
    public void The_pages_of_a_block_are_met_in_order()
    {
        PageNumber page = new(0x40005);
        PagesAlong along = new PagesAlong(page, 0).With(new PageNumber(0x4003f)).With(new PageNumber(0x40000)).With(new PageNumber(0x40007));
        List<uint> met = [];
        foreach (PageNumber other in along.Without(new PagesAlong(page, 1ul << 7))) met.Add(other.Value);
        Assert.Equal([0x40000u, 0x4003fu], met);
        Assert.True(PagesAlong.AreOfOneBlock(page, new PageNumber(0x4003f)));
        Assert.False(PagesAlong.AreOfOneBlock(page, new PageNumber(0x40040)));
    }
}
