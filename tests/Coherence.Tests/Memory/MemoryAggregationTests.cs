using System.Linq;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class MemoryAggregationTests
{
    [Fact]
    public void What_nobody_else_touches_costs_no_message()
    {
        using TestNetwork network = new(2);
        for (uint i = 0; i < TestNetwork.WindowPages; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), i);
        Assert.Equal(0, network.Messages);
    }

    [Fact]
    public void What_one_node_writes_the_other_reads()
    {
        using TestNetwork network = new(2);
        GranuleNumber page = TestNetwork.Page(0, 3);
        network.Nodes[0].Write(page, 11);
        Assert.Equal(11ul, network.Nodes[1].Read(page));
        network.Nodes[1].Write(page, 12);
        Assert.Equal(12ul, network.Nodes[0].Read(page));
        network.Nodes[0].Write(page, 13);
        Assert.Equal(13ul, network.Nodes[1].Read(page));
        NodeCounters counters = network.Nodes[1].Counters;
        Assert.Equal((2ul, 0ul, 1ul), (counters[Counter.ReadFetches], counters[Counter.WriteFetches], counters[Counter.Upgrades]));
        Assert.Equal((1ul, 1ul), (counters[Counter.Invalidations], counters[Counter.DistinctPages]));
        Assert.Equal(3ul, network.Nodes[1].SlowFaults);
    }

    [Fact]
    public void A_word_is_read_where_its_page_is_and_nowhere_else()
    {
        using TestNetwork network = new(2);
        GranuleNumber page = TestNetwork.Page(0, 3);
        network.Nodes[0].Write(page, 0x1234_5678_9abc_def0);
        Assert.False(network.Nodes[1].Memory.TryReadWord(page.Address + 4, out _));
        network.Nodes[1].Memory.Resolve(page, AccessKind.Read);
        Assert.True(network.Nodes[1].Memory.TryReadWord(page.Address + 4, out uint word));
        Assert.Equal(0x1234_5678u, word);
        network.Nodes[0].Write(page, 1);
        Assert.False(network.Nodes[1].Memory.TryReadWord(page.Address, out _));
    }

    [Fact]
    public void The_pages_that_were_waited_for_most_often_are_known()
    {
        const int Pages = 2 * IHotPages.Reported;
        using TestNetwork network = new(2);
        ulong waits = 0;
        for (uint i = 0; i < Pages; i++)
        {
            for (uint round = 0; round < (i * 7 % Pages) + 1; round++)
            {
                network.Nodes[0].Write(TestNetwork.Page(0, i), round);
                Assert.Equal((ulong)round, network.Nodes[1].Read(TestNetwork.Page(0, i)));
                waits++;
            }
        }
        HotPage[] hottest = new HotPage[IHotPages.Reported];
        Assert.Equal(hottest.Length, network.Nodes[1].PageWaits.Find(hottest));
        Assert.Equal(Enumerable.Range(0, hottest.Length).Select(rank => (uint)(Pages - rank)), hottest.Select(page => page.Waits));
        Assert.All(hottest, page => Assert.Equal(page.Waits, ((page.Page.Value - TestNetwork.Page(0, 0).Value) * 7 % Pages) + 1));
        Assert.Equal(waits, network.Nodes[1].SlowFaults);
        Assert.NotEqual(0ul, network.Nodes[1].Counters[Counter.PageWaitMicroseconds]);
    }

    [Fact]
    public void An_upgrade_carries_no_page_and_a_zero_page_is_a_word()
    {
        using TestNetwork network = new(2);
        GranuleNumber page = TestNetwork.Page(0, 3);
        Assert.Equal(0ul, network.Nodes[1].Read(page));
        network.Nodes[1].Write(page, 5);
        Assert.Equal(0, network.Pages);
        Assert.Equal(1ul, network.Nodes[0].Counters[Counter.ZeroPages]);
        Assert.Equal(5ul, network.Nodes[0].Read(page));
        Assert.Equal(1, network.Pages);
    }

    [Fact]
    public void A_zero_page_overwrites_what_was_in_its_frame()
    {
        using TestNetwork network = new(2, cacheFrames: FrameCache.MinimumFrames);
        for (uint i = 0; i < 40; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), ulong.MaxValue);
        for (uint i = 0; i < 40; i++) Assert.Equal(ulong.MaxValue, network.Nodes[1].Read(TestNetwork.Page(0, i)));
        for (uint i = 40; i < 80; i++) Assert.Equal(0ul, network.Nodes[1].Read(TestNetwork.Page(0, i)));
    }

    [Fact]
    public void What_arrives_is_cleaned_and_fetched_anew_before_it_can_be_executed()
    {
        using TestNetwork network = new(2);
        TestNode guest = network.Nodes[1];
        GranuleNumber page = TestNetwork.Page(0, 3);
        int cleanedBefore = 0;
        guest.Caches.OnInvalidateInstructions = () =>
        {
            cleanedBefore = guest.Caches.Cleaned.Count;
            Assert.False(guest.Stage2.Permits(page, false, out _));
        };
        guest.Read(page);
        Assert.True(guest.Stage2.Permits(page, false, out PhysicalAddress frame));
        Assert.Contains(frame.Value, guest.Caches.Cleaned);
        Assert.Equal((1, 1), (cleanedBefore, guest.Caches.InstructionInvalidations));
    }

    // Who is granted a write without content learns that the others have come so far, too.
    [Fact]
    public void A_right_that_is_granted_comes_with_fresh_instruction_caches()
    {
        using TestNetwork network = new(2);
        TestNode guest = network.Nodes[1];
        GranuleNumber page = TestNetwork.Page(0, 3);
        guest.Read(page);
        guest.Caches.OnInvalidateInstructions = () => Assert.False(guest.Stage2.Permits(page, true, out _));
        guest.Write(page, 1);
        Assert.Equal(2, guest.Caches.InstructionInvalidations);
        network.Nodes[0].Read(page);
        Assert.Equal(2, guest.Caches.InstructionInvalidations);
        Assert.Equal(1, network.Nodes[0].Caches.InstructionInvalidations);
    }

    [Fact]
    public void More_memory_than_the_cache_holds_keeps_its_content()
    {
        using TestNetwork network = new(2, cacheFrames: FrameCache.MinimumFrames);
        TestNode guest = network.Nodes[1];
        for (uint i = 0; i < 300; i++) guest.Write(TestNetwork.Page(0, i), 1000 + i);
        for (uint i = 0; i < 300; i++) Assert.Equal(1000 + i, guest.Read(TestNetwork.Page(0, i)));
        network.Drain();
        for (uint i = 0; i < 300; i++) Assert.Equal(1000 + i, network.Nodes[0].Read(TestNetwork.Page(0, i)));
        Assert.True(guest.Counters[Counter.Evictions] >= 600 - FrameCache.MinimumFrames);
        Assert.Equal(300ul, guest.Counters[Counter.DistinctPages]);
        Assert.Equal(0ul, guest.Counters[Counter.Invalidations] + network.Nodes[0].Counters[Counter.Evictions]);
    }

    [Fact]
    public void A_page_in_use_stays_while_a_stream_goes_by()
    {
        using TestNetwork network = new(2, cacheFrames: FrameCache.MinimumFrames);
        TestNode guest = network.Nodes[1];
        GranuleNumber hot = TestNetwork.Page(0, 500);
        network.Nodes[0].Write(hot, 7);
        for (uint i = 0; i < 400; i++)
        {
            network.Nodes[0].Write(TestNetwork.Page(0, i), i);
            Assert.Equal(i, guest.Read(TestNetwork.Page(0, i)));
            Assert.Equal(7ul, guest.Read(hot));
        }
        // Without a second chance it would be fetched again each time the hand comes round: about 30 times.
        Assert.InRange(guest.Counters[Counter.ReadFetches], 401ul, 410ul);
    }

    [Fact]
    public void What_a_node_reads_alone_it_writes_without_a_fetch_and_what_comes_back_without_content_is_a_fetch()
    {
        using TestNetwork network = new(2, protocol: world => new MesiDirectory(world));
        network.Nodes[0].Write(TestNetwork.Page(0, 3), 11);
        network.Nodes[0].Write(TestNetwork.Page(0, 90), 21);
        Assert.Equal((11ul, 21ul), (network.Nodes[1].Read(TestNetwork.Page(0, 3)), network.Nodes[1].Read(TestNetwork.Page(0, 90))));
        network.Nodes[1].Write(TestNetwork.Page(0, 3), 12);
        NodeCounters counters = network.Nodes[1].Counters;
        Assert.Equal((2ul, 0ul, 0ul), (counters[Counter.ReadFetches], counters[Counter.WriteFetches], counters[Counter.Upgrades]));
        Assert.Equal((12ul, 21ul), (network.Nodes[0].Read(TestNetwork.Page(0, 3)), network.Nodes[0].Read(TestNetwork.Page(0, 90))));
        counters = network.Nodes[0].Counters;
        Assert.Equal((2ul, 0ul, 0ul), (counters[Counter.ReadFetches], counters[Counter.WriteFetches], counters[Counter.Upgrades]));
    }

    [Fact]
    public void A_sequential_reader_waits_seldom()
    {
        using TestNetwork network = new(2, cacheFrames: 128, prefetch: _ => new SequentialPrefetch());
        for (uint i = 0; i < 96; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), i + 1);
        for (uint i = 0; i < 64; i++)
        {
            Assert.Equal(i + 1, network.Nodes[1].Read(TestNetwork.Page(0, i)));
            network.Drain();
        }
        NodeCounters counters = network.Nodes[1].Counters;
        Assert.InRange(network.Nodes[1].SlowFaults, 1ul, 9ul);
        Assert.InRange(counters[Counter.Prefetches], 55ul, 64ul + IPrefetchPolicy.MaximumAhead);
        Assert.Equal(network.Nodes[1].SlowFaults + counters[Counter.Prefetches], counters[Counter.ReadFetches]);
    }

    [Fact]
    public void What_two_nodes_use_again_and_again_in_the_same_order_costs_one_wait_a_time()
    {
        using TestNetwork network = new(2, prefetch: counter => new HistoryPrefetch(counter));
        uint[] tick = [7, 300, 12, 90, 41, 5];
        ulong slowBefore = 0;
        for (ulong round = 1; round <= 12; round++)
        {
            if (round == 4) slowBefore = network.Nodes[0].SlowFaults + network.Nodes[1].SlowFaults;
            foreach (TestNode node in network.Nodes)
            {
                foreach (uint index in tick)
                {
                    GranuleNumber page = TestNetwork.Page(0, index);
                    Assert.Equal(node.Self.Value == 0 ? round - 1 : round, node.Read(page));
                    if (node.Self.Value == 0) node.Write(page, round);
                    network.Drain();
                }
                network.Counter.AdvanceMicroseconds(4000);
            }
        }
        Assert.Equal(2 * 9ul, network.Nodes[0].SlowFaults + network.Nodes[1].SlowFaults - slowBefore);
    }

    [Fact]
    public void A_foretold_page_is_mapped_at_its_first_use()
    {
        using TestNetwork network = new(2, prefetch: counter => new HistoryPrefetch(counter));
        GranuleNumber first = TestNetwork.Page(0, 7), second = TestNetwork.Page(0, 300);
        for (int round = 0; round < 3; round++)
        {
            network.Nodes[0].Write(first, 1);
            network.Nodes[0].Write(second, 1);
            network.Counter.AdvanceMicroseconds(4000);
            network.Nodes[1].Read(first);
            if (round < 2) network.Nodes[1].Read(second);
        }
        network.Drain();
        Assert.False(network.Nodes[1].Stage2.Permits(second, false, out _));
        ulong slow = network.Nodes[1].SlowFaults;
        Assert.Equal(1ul, network.Nodes[1].Read(second));
        Assert.Equal(slow, network.Nodes[1].SlowFaults);
        Assert.True(network.Nodes[1].Stage2.Permits(second, false, out _));
    }

    [Fact]
    public void A_sequential_writer_at_home_gets_its_pages_back_seldom_waiting()
    {
        using TestNetwork network = new(2, cacheFrames: 128, prefetch: _ => new SequentialPrefetch());
        for (uint i = 0; i < 64; i++) network.Nodes[1].Write(TestNetwork.Page(0, i), i + 1);
        network.Drain();
        for (uint i = 0; i < 64; i++)
        {
            network.Nodes[0].Write(TestNetwork.Page(0, i), i + 2);
            network.Drain();
        }
        Assert.InRange(network.Nodes[0].SlowFaults, 1ul, 9ul);
        for (uint i = 0; i < 64; i++) Assert.Equal(i + 2, network.Nodes[1].Read(TestNetwork.Page(0, i)));
    }

    [Fact]
    public void A_page_just_won_stays_for_the_hold_and_no_longer()
    {
        using TestNetwork network = new(3, holdMicroseconds: 100);
        GranuleNumber page = TestNetwork.Page(0, 3);
        network.Nodes[1].Write(page, 1);
        ulong won = network.Counter.Now.Value;
        network.Nodes[2].Write(page, 2);
        ulong taken = (network.Counter.Now.Value - won) / 1000;
        Assert.InRange(taken, 95ul, 150ul);
    }

    [Fact]
    public void A_page_stays_until_the_cpu_that_waited_is_back_and_has_had_its_hold()
    {
        using TestNetwork network = new(3, holdMicroseconds: 100);
        GranuleNumber page = TestNetwork.Page(0, 3);
        TestNode late = network.Nodes[1];
        TestNode other = network.Nodes[2];
        late.Waits.OnServe = () =>
        {
            network.AdvanceUntil(() => late.Stage2.Permits(page, true, out _));
            other.Ask(page, AccessKind.Write);
            for (int i = 0; i < 200; i++) network.Advance();
            Assert.False(other.Stage2.Permits(page, true, out _));
        };
        late.Write(page, 1);
        Assert.Equal(1ul, late.SlowFaults);
        ulong back = network.Counter.Now.Value;
        network.AdvanceUntil(() => other.Stage2.Permits(page, true, out _));
        Assert.InRange((network.Counter.Now.Value - back) / 1000, 95ul, 150ul);
    }

    [Fact]
    public void A_hold_that_nobody_awaits_sets_no_timer()
    {
        using TestNetwork network = new(2, holdMicroseconds: 100);
        network.Nodes[1].Write(TestNetwork.Page(0, 3), 1);
        Assert.Equal(Cycles.Never.Value, network.Nodes[1].Timers.NextDeadline.Value);
    }

    [Fact]
    public void A_cpu_that_waits_is_kicked_by_the_one_that_takes_the_message()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[1];
        node.Processor.Current = new CpuIndex(1);
        node.Waits.OnServe = () =>
        {
            node.Processor.Current = new CpuIndex(0);
            network.Advance();
            node.Processor.Current = new CpuIndex(1);
        };
        node.Write(TestNetwork.Page(0, 3), 1);
        Assert.Equal([1], node.Interrupts.Kicks);
    }

    [Fact]
    public void A_spurious_fault_is_settled_without_a_message()
    {
        using TestNetwork network = new(2);
        network.Nodes[0].Memory.Resolve(TestNetwork.Page(0, 1), AccessKind.Write);
        Assert.Equal(1, network.Nodes[0].Stage2.Relaxes);
        Assert.Equal(0, network.Messages);
    }

    [Fact]
    public void Loading_puts_bytes_into_the_own_window_only()
    {
        using TestNetwork network = new(2);
        byte[] content = Encoding.ASCII.GetBytes(new string('x', 5000));
        network.Nodes[1].Memory.Load(TestNetwork.Page(1, 2).Address + 4, content);
        Assert.Equal(0x7878_7878_0000_0000ul, network.Nodes[0].Read(TestNetwork.Page(1, 2)));
        Assert.Equal(0x7878_7878_7878_7878ul, network.Nodes[0].Read(TestNetwork.Page(1, 3)));
        Assert.Throws<PanicException>(() => network.Nodes[1].Memory.Load(TestNetwork.Page(0, 511).Address + 4000, content));
        Assert.Throws<PanicException>(() => network.Nodes[1].Memory.Load(TestNetwork.Page(1, 511).Address, content));
    }

    [Fact]
    public void Only_windows_are_ram()
    {
        using TestNetwork network = new(2);
        Assert.True(network.Nodes[0].Memory.Contains(new GranuleNumber(0x40000)));
        Assert.True(network.Nodes[0].Memory.Contains(new GranuleNumber(0x40000 + (2 * TestNetwork.WindowPages) - 1)));
        Assert.False(network.Nodes[0].Memory.Contains(new GranuleNumber(0x40000 + (2 * TestNetwork.WindowPages))));
        Assert.False(network.Nodes[0].Memory.Contains(new GranuleNumber(0x3ffff)));
        Assert.Throws<PanicException>(() => network.Nodes[0].Memory.Resolve(new GranuleNumber(0x9000), AccessKind.Read));
    }

    [Fact]
    public void A_cache_too_small_is_refused() => Assert.Throws<PanicException>(() => new TestNetwork(2, cacheFrames: 3));
}
