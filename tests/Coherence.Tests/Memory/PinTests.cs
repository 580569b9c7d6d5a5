using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Pages that a device of a node's machine works on stay where they are, under every protocol.</summary>
public sealed class PinTests
{
    private const uint Pieces = 16;

    public static TheoryData<string> Protocols => [.. ShippedProtocols.Names];

    public static MatrixTheoryData<string, ulong> ProtocolsAndHolds { get; } = new(ShippedProtocols.Names, [0ul, 20ul]);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Who_wants_a_pinned_page_gets_it_when_the_device_is_done(string protocol)
    {
        for (int home = 0; home < 3; home++)
        {
            using TestNetwork network = NewNetwork(protocol, nodes: 3);
            TestNode node = network.Nodes[0];
            GranuleNumber page = TestNetwork.Page(home, 3);
            network.Nodes[1].Write(page, 5);
            Assert.True(node.Memory.TryPin(page, out PhysicalAddress frame));
            network.Nodes[1].Ask(page, AccessKind.Write);
            network.Nodes[2].Ask(page, AccessKind.Read);
            for (int i = 0; i < 200; i++) network.Advance();
            Assert.True(node.Stage2.Permits(page, true, out PhysicalAddress mapped));
            Assert.Equal(frame, mapped);
            Assert.Equal(5ul, node.Device(frame));
            node.Device(frame) = 6;
            node.Memory.Unpin(page);
            network.Drain();
            Assert.False(node.Stage2.Permits(page, true, out _));
            Assert.Equal(6ul, network.Nodes[1].Increment(page));
            Assert.Equal(7ul, network.Nodes[2].Read(page));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_page_stays_until_the_last_of_its_pins_is_gone(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol);
        TestNode node = network.Nodes[0];
        GranuleNumber page = TestNetwork.Page(1, 3);
        Assert.True(node.Memory.TryPin(page, out PhysicalAddress first));
        Assert.True(node.Memory.TryPin(page, out PhysicalAddress second));
        Assert.Equal(first, second);
        network.Nodes[1].Ask(page, AccessKind.Write);
        node.Memory.Unpin(page);
        for (int i = 0; i < 200; i++) network.Advance();
        Assert.True(node.Stage2.Permits(page, true, out _));
        node.Memory.Unpin(page);
        network.Drain();
        Assert.False(node.Stage2.Permits(page, true, out _));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_hold_for_the_guest_goes_on_after_the_device_is_done(string protocol)
    {
        const ulong Hold = 300;
        using TestNetwork network = NewNetwork(protocol, holdMicroseconds: Hold);
        TestNode node = network.Nodes[0];
        GranuleNumber page = TestNetwork.Page(1, 3);
        Assert.True(node.Memory.TryPin(page, out _));
        network.Nodes[1].Ask(page, AccessKind.Write);
        for (int i = 0; i < 10; i++) network.Advance();
        node.Memory.Unpin(page);
        Assert.True(node.Stage2.Permits(page, true, out _));
        network.AdvanceUntil(() => !node.Stage2.Permits(page, true, out _));
        Assert.InRange(network.Counter.Now.Value, network.Counter.Microseconds(Hold).Value, network.Counter.Microseconds(2 * Hold).Value);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_part_of_the_cache_can_be_pinned_and_the_guest_uses_the_rest(string protocol)
    {
        const uint Most = FrameCache.MinimumFrames / PinnedPages.FramesForEach;
        using TestNetwork network = NewNetwork(protocol, cacheFrames: FrameCache.MinimumFrames);
        TestNode node = network.Nodes[0];
        PhysicalAddress[] frames = new PhysicalAddress[Most];
        for (uint i = 0; i < Most; i++)
        {
            Assert.True(node.Memory.TryPin(TestNetwork.Page(1, i), out frames[i]));
            node.Device(frames[i]) = 100 + i;
        }
        Assert.False(node.Memory.TryPin(TestNetwork.Page(1, Most), out _));
        // One that is pinned can be pinned once more, and those of the own window are others.
        Assert.True(node.Memory.TryPin(TestNetwork.Page(1, 0), out _));
        Assert.True(node.Memory.TryPin(TestNetwork.Page(0, 0), out _));
        for (uint i = 0; i < 300; i++) node.Write(TestNetwork.Page(1, 50 + i), i);
        for (uint i = 0; i < Most; i++) Assert.Equal(100 + i, node.Device(frames[i]));
        for (uint i = 0; i < Most; i++) Assert.Equal(100 + i, node.Read(TestNetwork.Page(1, i)));
        node.Memory.Unpin(TestNetwork.Page(1, 1));
        Assert.True(node.Memory.TryPin(TestNetwork.Page(1, Most), out _));
        Assert.Equal(101ul, network.Nodes[1].Read(TestNetwork.Page(1, 1)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Nobody_takes_a_page_between_its_arrival_and_the_pin(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol, nodes: 3);
        TestNode node = network.Nodes[0];
        GranuleNumber page = TestNetwork.Page(1, 3);
        // While the CPU that is to pin it does not run the page comes, and another node asks for it.
        node.Waits.OnServe = () =>
        {
            network.Deliver(new NodeId(1));
            if (!network.Nodes[2].Stage2.Permits(page, true, out _)) network.Nodes[2].Ask(page, AccessKind.Write);
            network.Drain();
        };
        Assert.True(node.Memory.TryPin(page, out PhysicalAddress frame));
        Assert.Equal(1ul, node.Fetches());
        Assert.False(network.Nodes[2].Stage2.Permits(page, false, out _));
        node.Device(frame) = 8;
        node.Memory.Unpin(page);
        network.Drain();
        Assert.Equal(8ul, network.Nodes[2].Read(page));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_page_that_is_leaving_goes_and_comes_back_to_be_pinned(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol);
        TestNode node = network.Nodes[0];
        GranuleNumber page = TestNetwork.Page(1, 3);
        PageNumber number = TestNetwork.Unit(1, 3);
        node.Write(page, 5);
        network.Drain();
        Assert.True(node.Reclaimer.TryEvict(number, ref node.Records[number]));
        Assert.True(node.Memory.TryPin(page, out PhysicalAddress frame));
        Assert.Equal(1ul, node.Counters[Counter.Evictions]);
        Assert.Equal(5ul, node.Device(frame));
        Assert.False(node.Reclaimer.TryEvict(number, ref node.Records[number]));
        network.Nodes[1].Ask(page, AccessKind.Write);
        for (int i = 0; i < 200; i++) network.Advance();
        Assert.True(node.Stage2.Permits(page, true, out _));
        node.Memory.Unpin(page);
        Assert.Equal(5ul, network.Nodes[1].Read(page));
    }

    [Fact]
    public void So_many_pages_can_be_pinned_and_no_more()
    {
        using TestNetwork network = new(2);
        TestNode node = network.Nodes[0];
        for (uint i = 0; i < PinnedPages.Capacity; i++) Assert.True(node.Memory.TryPin(TestNetwork.Page(0, i), out _));
        Assert.False(node.Memory.TryPin(TestNetwork.Page(0, PinnedPages.Capacity), out _));
        Assert.True(node.Memory.TryPin(TestNetwork.Page(0, 9), out _));
        node.Memory.Unpin(TestNetwork.Page(0, 9));
        Assert.False(node.Memory.TryPin(TestNetwork.Page(0, PinnedPages.Capacity), out _));
        node.Memory.Unpin(TestNetwork.Page(0, 9));
        Assert.True(node.Memory.TryPin(TestNetwork.Page(0, PinnedPages.Capacity), out _));
    }

    [Fact]
    public void What_is_not_pinned_cannot_be_given_back()
    {
        using TestNetwork network = new(2);
        GranuleNumber page = TestNetwork.Page(0, 1);
        Assert.Contains("is not pinned", Assert.Throws<PanicException>(() => network.Nodes[0].Memory.Unpin(page)).Message);
        using TestNetwork other = new(2);
        other.Nodes[0].Memory.TryPin(page, out _);
        other.Nodes[0].Memory.Unpin(page);
        Assert.Contains("is not pinned", Assert.Throws<PanicException>(() => other.Nodes[0].Memory.Unpin(page)).Message);
    }

    [Fact]
    public void A_page_that_came_along_is_zero_for_the_device_too()
    {
        const uint Frames = FrameCache.MinimumFrames;
        using TestNetwork network = new(2, cacheFrames: Frames);
        TestNode node = network.Nodes[1];
        for (uint i = 0; i < Frames; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), ulong.MaxValue);
        for (uint i = 0; i < Frames; i++) Assert.Equal(ulong.MaxValue, node.Read(TestNetwork.Page(0, i)));
        for (uint i = 0; i < Frames; i++) network.Nodes[0].Write(TestNetwork.Page(0, i), ulong.MaxValue);
        for (uint i = 100; i < 102; i++) node.Write(TestNetwork.Page(0, i), 1);
        network.Drain();
        Assert.NotEqual(0ul, node.Counters[Counter.RunPages]);
        Assert.True(node.Memory.TryPin(TestNetwork.Page(0, 102), out PhysicalAddress frame));
        Assert.Equal(0ul, node.Device(frame));
        node.Device(frame) = 3;
        node.Memory.Unpin(TestNetwork.Page(0, 102));
        Assert.Equal(3ul, network.Nodes[0].Read(TestNetwork.Page(0, 102)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_unit_that_is_pinned_is_not_split(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol, nodes: 3, holdMicroseconds: 20, geometry: new AdaptiveUnits());
        TestNode home = network.Nodes[1];
        GranuleNumber first = Piece(0);
        network.Nodes[0].Increment(first);
        Assert.True(home.Memory.TryPin(first + 7, out PhysicalAddress frame));
        // Home wanted it back, and now the other does, too, which makes it due.
        network.Nodes[0].Ask(first, AccessKind.Write);
        for (int i = 0; i < 300; i++) network.Advance();
        Assert.Equal(0ul, home.Counters[Counter.UnitsSplit]);
        home.Device(frame) = 77;
        home.Memory.Unpin(first + 7);
        for (int round = 0; round < 6; round++)
        {
            for (int node = 0; node < 3; node++) network.Nodes[node].Increment(first + (uint)node);
        }
        Assert.Equal(1ul, home.Counters[Counter.UnitsSplit]);
        Assert.Equal(77ul, network.Nodes[2].Read(first + 7));
        Assert.Equal(7ul, network.Nodes[2].Read(first));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_piece_is_pinned_by_itself(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol, nodes: 3, holdMicroseconds: 20, geometry: new AdaptiveUnits());
        TestNode node = network.Nodes[0];
        GranuleNumber first = Piece(0);
        for (int round = 0; round < 6; round++)
        {
            for (int writer = 0; writer < 3; writer++) network.Nodes[writer].Increment(first + (uint)writer);
        }
        Assert.Equal(1ul, network.Nodes[1].Counters[Counter.UnitsSplit]);
        Assert.True(node.Memory.TryPin(first + 5, out PhysicalAddress frame));
        network.Nodes[2].Ask(first + 5, AccessKind.Write);
        // Other pieces leave the frame that it is in, and come back.
        for (uint i = 0; i < Pieces; i++)
        {
            if (i != 5) network.Nodes[1].Increment(first + i);
        }
        node.Device(frame) = 9;
        Assert.Equal(7ul, node.Read(first));
        Assert.True(node.Stage2.Permits(first + 5, true, out PhysicalAddress mapped));
        Assert.Equal(frame, mapped);
        node.Memory.Unpin(first + 5);
        Assert.Equal(9ul, network.Nodes[2].Read(first + 5));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_page_that_comes_as_pieces_is_pinned_as_a_piece(string protocol)
    {
        using TestNetwork network = NewNetwork(protocol, nodes: 3, holdMicroseconds: 20, geometry: new AdaptiveUnits());
        TestNode home = network.Nodes[1];
        GranuleNumber first = Piece(0);
        // The home's own access is what splits the unit.
        for (int round = 0; round < 20 && home.Counters[Counter.UnitsSplit] == 0; round++)
        {
            network.Nodes[0].Increment(first);
            Assert.True(home.Memory.TryPin(first + 1, out PhysicalAddress frame));
            home.Device(frame)++;
            home.Memory.Unpin(first + 1);
        }
        Assert.Equal(1ul, home.Counters[Counter.UnitsSplit]);
        Assert.True(home.Memory.TryPin(first + 1, out _));
        network.Nodes[0].Increment(first);
        network.Nodes[0].Ask(first + 1, AccessKind.Write);
        for (int i = 0; i < 200; i++) network.Advance();
        Assert.True(home.Stage2.Permits(first + 1, true, out _));
        Assert.False(home.Stage2.Permits(first, true, out _));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_frame_of_a_dead_home_is_free_when_the_device_is_done(string protocol)
    {
        NodeId victim = new(2);
        using TestNetwork network = NewNetwork(protocol, nodes: 3);
        TestNode node = network.Nodes[0];
        GranuleNumber page = TestNetwork.Page(victim.Value, 1);
        Assert.True(node.Memory.TryPin(page, out PhysicalAddress frame));
        node.Write(TestNetwork.Page(victim.Value, 2), 1);
        network.Drain();
        Assert.True(node.Frames.Count - node.Frames.Free > 1);
        network.Kill(victim);
        network.Know(node.Self);
        node.Burial.Begin(victim, 1, isNeeded: false);
        // Longer than what is under way otherwise counts as lost.
        for (int i = 0; i < 200; i++)
        {
            if (!network.Advance()) network.Counter.AdvanceMicroseconds(100_000);
        }
        Assert.Empty(node.Steps.Buried);
        Assert.Equal(1u, node.Frames.Count - node.Frames.Free);
        Assert.True(node.Stage2.Permits(page, true, out PhysicalAddress mapped));
        Assert.Equal(frame, mapped);
        Assert.False(node.Memory.TryPin(page, out _));
        node.Memory.Unpin(page);
        network.AdvanceUntil(() => node.Steps.Buried.Count != 0);
        Assert.Equal((1u, 0u), node.Steps.Buried[0]);
        Assert.Equal(node.Frames.Count, node.Frames.Free);
        Assert.False(node.Stage2.Permits(page, false, out _));
    }

    [Fact]
    public void What_is_not_the_guests_cannot_be_pinned()
    {
        using TestNetwork network = new(2);
        Assert.False(network.Nodes[0].Memory.TryPin(new GranuleNumber(1), out _));
        network.Nodes[0].Windows.Close(new NodeId(1));
        Assert.False(network.Nodes[0].Memory.TryPin(TestNetwork.Page(1, 0), out _));
    }

    /// <summary>A device adds to words of pages that the guests of all nodes add to as well, while frames are short and pages leave, some of them just when they are to be pinned.</summary>
    [Theory]
    [MemberData(nameof(ProtocolsAndHolds))]
    public void A_device_and_all_guests_count_right(string protocol, ulong holdMicroseconds)
    {
        foreach (int seed in CpuSchedule.Seeds(6)) Count(protocol, holdMicroseconds, seed);
    }

    private static void Count(string protocol, ulong holdMicroseconds, int seed)
    {
        const int Pages = 40;
        const int Rounds = 600;
        Random random = new(seed);
        using TestNetwork network = NewNetwork(protocol, nodes: 3, cacheFrames: FrameCache.MinimumFrames, holdMicroseconds: holdMicroseconds, seed: seed, prefetch: new SequentialPrefetch());
        TestNode leader = network.Nodes[0];
        GranuleNumber[] pages = [.. Enumerable.Range(0, Pages).Select(i => TestNetwork.Page(i % 3, (uint)(i / 3)))];
        ulong[] expected = new ulong[Pages];
        List<(int Place, PhysicalAddress Frame)> pinned = [];
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int place = random.Next(Pages);
            bool isPinned = pinned.Any(pin => pin.Place == place);
            switch (random.Next(4))
            {
                case 0 when leader.Memory.TryPin(pages[place], out PhysicalAddress frame):
                    pinned.Add((place, frame));
                    break;
                case 0:
                    refused++;
                    break;
                case 1 when pinned.Count != 0:
                    int which = random.Next(pinned.Count);
                    leader.Device(pinned[which].Frame)++;
                    expected[pinned[which].Place]++;
                    break;
                case 2 when pinned.Count != 0:
                    leader.Memory.Unpin(pages[pinned[^1].Place]);
                    pinned.RemoveAt(pinned.Count - 1);
                    break;
                default:
                    // Another node would wait for the device.
                    TestNode node = isPinned ? leader : network.Nodes[random.Next(3)];
                    Assert.Equal(expected[place]++, node.Increment(pages[place]));
                    break;
            }
            for (int i = random.Next(3); i > 0; i--) network.Advance();
            foreach ((int Place, PhysicalAddress Frame) pin in pinned) Assert.Equal(expected[pin.Place], leader.Device(pin.Frame));
        }
        Assert.NotEqual(0, refused);
        Assert.NotEqual(0ul, leader.Counters[Counter.Evictions]);
        foreach ((int Place, PhysicalAddress _) in pinned) leader.Memory.Unpin(pages[Place]);
        for (int place = 0; place < Pages; place++) Assert.Equal(expected[place], network.Nodes[1 + (place % 2)].Read(pages[place]));
    }

    // Of a unit at the home of node 1.
    private static GranuleNumber Piece(int piece) => TestNetwork.Page(1, (uint)piece);

    private static TestNetwork NewNetwork(
        string protocol, int nodes = 2, uint cacheFrames = 64, ulong holdMicroseconds = 0, int seed = 1, IPrefetchPolicy? prefetch = null, IPageGeometry? geometry = null) =>
        new(nodes, cacheFrames, holdMicroseconds, seed, _ => prefetch ?? new NoPrefetch(), world => ShippedProtocols.Create(protocol, world), geometry);
}
