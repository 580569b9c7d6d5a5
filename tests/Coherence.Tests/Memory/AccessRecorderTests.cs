using System;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class AccessRecorderTests
{
    [Fact]
    public void Nothing_is_recorded_unless_somebody_wants_it()
    {
        using TestNetwork network = new(2);
        Mix(network, 200, seed: 1);
        Assert.All(network.Nodes, node => Assert.Empty(node.Trace.Entries));
    }

    [Fact]
    public void An_access_is_recorded_as_the_guest_asked_with_when_it_came_and_how_long_it_waited()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[1];
        node.Trace.IsOn = true;
        network.Counter.AdvanceMicroseconds(7);
        Cycles came = network.Counter.Now;
        node.Read(TestNetwork.Page(0, 3));
        Cycles granted = network.Counter.Now;
        node.Write(TestNetwork.Page(0, 3), 1);
        Assert.Equal([TraceKind.Read, TraceKind.Write], node.Trace.Entries.Select(e => e.Kind));
        TraceEntry read = node.Trace.Entries[0];
        Assert.Equal((came.Value, granted.Value - came.Value, TestNetwork.Unit(0, 3), (byte)0, (byte)1), (read.Time.Value, read.Wait.Value, read.Page, read.Cpu, read.HasWaited));
        Assert.Equal(granted.Value, node.Trace.Entries[1].Time.Value);
    }

    [Fact]
    public void An_access_that_is_settled_on_the_spot_has_not_waited()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[1];
        node.Trace.IsOn = true;
        node.Memory.Resolve(TestNetwork.Page(1, 0), AccessKind.Write);
        TraceEntry entry = Assert.Single(node.Trace.Entries);
        Assert.Equal((TraceKind.Write, 0ul, (byte)0), (entry.Kind, entry.Wait.Value, entry.HasWaited));
    }

    [Fact]
    public void An_access_says_which_instruction_made_it_and_to_what()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[1];
        node.Trace.IsOn = true;
        node.Memory.Resolve(TestNetwork.Page(1, 0), AccessKind.Write, new AccessSite(0xffff_8000_0812_3454, 0xff8));
        TraceEntry entry = Assert.Single(node.Trace.Entries);
        Assert.Equal((0xffff_8000_0812_3454ul, (byte)0xff), (entry.Instruction, entry.Part));
    }

    [Fact]
    public void A_read_that_is_expected_to_be_followed_by_a_write_says_so()
    {
        using TestNetwork network = new(2);
        foreach (TestNode node in network.Nodes) node.Trace.IsOn = true;
        GranuleNumber page = TestNetwork.Page(0, 3);
        for (ulong round = 0; round < 4; round++)
        {
            foreach (TestNode node in network.Nodes) node.Write(page, node.Read(page) + 1);
        }

        // Twice the guest shows that it writes what it has read; then its reads ask for the page to write it.
        TraceKind[] expected = [TraceKind.Read, TraceKind.Write, TraceKind.Read, TraceKind.Write, TraceKind.ReadForWrite, TraceKind.ReadForWrite];
        Assert.Equal(expected, network.Nodes[1].Trace.Entries.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_recorded_is_what_is_counted(int seed)
    {
        using TestNetwork network = new(3, cacheFrames: FrameCache.MinimumFrames, holdMicroseconds: 20, seed, prefetch: _ => new SequentialPrefetch());
        foreach (TestNode node in network.Nodes) node.Trace.IsOn = true;
        Mix(network, 3_000, seed);
        network.Drain();
        Assert.All(network.Nodes, node =>
        {
            Assert.Equal(node.SlowFaults, (ulong)node.Trace.Entries.Count(e => e.Kind <= TraceKind.ReadForWrite && e.HasWaited != 0));
            Assert.Equal(node.Counters[Counter.Prefetches], node.Trace.Count(TraceKind.PrefetchRead, TraceKind.PrefetchWrite));
            Assert.Equal(node.Counters[Counter.Evictions], node.Trace.Count(TraceKind.Eviction));
            Assert.Equal(node.Counters[Counter.DistinctPages], DistinctPages(node));
            Assert.All([TraceKind.Read, TraceKind.Write, TraceKind.PrefetchRead, TraceKind.Eviction], kind => Assert.NotEqual(0ul, node.Trace.Count(kind)));
        });
    }

    [Fact]
    public void An_access_that_waits_when_the_recording_ends_is_neither_recorded_nor_counted()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[1];
        node.Trace.IsOn = true;
        node.Read(TestNetwork.Page(0, 3));
        node.Ask(TestNetwork.Page(0, 4), AccessKind.Read);
        Assert.Equal((1ul, 1ul), (node.Counters[Counter.DistinctPages], DistinctPages(node)));
    }

    private static ulong DistinctPages(TestNode node)
    {
        PageNumber[] own = [.. Enumerable.Range(0, (int)TestNetwork.WindowPages).Select(i => TestNetwork.Unit(node.Self.Value, (uint)i))];
        // A page that came along with another and left unused was neither waited for nor asked for ahead.
        return (ulong)node.Trace.Entries.Where(e => (e.Kind <= TraceKind.ReadForWrite && e.HasWaited != 0) || e.Kind is TraceKind.PrefetchRead or TraceKind.PrefetchWrite).Select(e => e.Page).Except(own).Count();
    }

    // Runs through pages and jumps between them, more of them than there are frames.
    private static void Mix(TestNetwork network, int accesses, int seed)
    {
        Random random = new(seed);
        GranuleNumber page = TestNetwork.Page(0, 0);
        for (int i = 0; i < accesses; i++)
        {
            page = random.Next(4) == 0 ? TestNetwork.Page(random.Next(network.Nodes.Length), (uint)random.Next(200)) : page + 1;
            TestNode node = network.Nodes[i / 50 % network.Nodes.Length];
            if (random.Next(3) == 0) node.Write(page, (ulong)i);
            else node.Read(page);
        }
    }
}
