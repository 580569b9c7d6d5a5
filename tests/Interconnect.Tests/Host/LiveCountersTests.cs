using System;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>The host looks at a running cluster.</summary>
public sealed class LiveCountersTests
{
    [Fact]
    public void A_node_answers_the_host_with_its_counters_and_with_what_it_waits_for()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[1];
        for (int i = 0; i < NodeCounters.MaximumKinds; i++) node.Counters.AddMessage((byte)i, i + 10);
        node.HotPages.Recent.Add((new HotPage(new PageNumber(0x41817), 17), 0xffff_8000_0817_3648));
        node.Status.Now = new NodeStatus { Vcpus = 3, IdleMicroseconds = 1ul << 40 };
        Ask(network, node, HostFrame.HostAddress, 7);
        Assert.Equal([(3u, 1ul << 40)], network.HostFrames(HostKind.Status, f => (f.Status.Vcpus, f.Status.IdleMicroseconds)));
        (bool Live, bool Last, byte Request, CounterEntry[] Entries)[] parts = Answers(network);
        Assert.All(parts, part => Assert.Equal((true, (byte)7), (part.Live, part.Request)));
        Assert.Equal([.. Enumerable.Repeat(false, parts.Length - 1), true], parts.Select(part => part.Last));
        CounterEntry[] entries = [.. parts.SelectMany(part => part.Entries)];
        Assert.Equal([new HotPage(new PageNumber(0x41817), 17).Packed, 0xffff_8000_0817_3648], entries.Where(entry => entry.Table >= CounterTable.HotPages).Select(entry => entry.Value));
        Assert.Equal(NodeCounters.MaximumKinds, entries.Count(entry => entry.Table == CounterTable.Messages));
        Assert.Empty(node.HotPages.Recent);
    }

    [Fact]
    public void Nobody_else_is_answered()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[1];
        Ask(network, node, new MacAddress(0x5254_0000_1234), 7);
        Ask(network, node, HostFrame.HostAddress, 7, epoch: TestNetwork.Epoch + 1);
        Ask(network, node, HostFrame.HostAddress, 7, payload: 1);
        Assert.Empty(Answers(network));
        Assert.Empty(network.HostFrames(HostKind.Status, f => f.Status.Vcpus));
        Assert.Equal(3ul, node.Counters[Counter.RejectedFrames]);
    }

    [Fact]
    public void A_host_that_asks_before_the_cluster_is_known_is_not_answered_yet()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[1];
        node.Status.IsKnown = false;
        Ask(network, node, HostFrame.HostAddress, 7);
        Assert.Empty(Answers(network));
        node.Status.IsKnown = true;
        Ask(network, node, HostFrame.HostAddress, 8);
        Assert.NotEmpty(Answers(network));
    }

    private static void Ask(TestNetwork network, TestNode node, MacAddress from, byte request, ulong epoch = TestNetwork.Epoch, int payload = 0)
    {
        byte[] frame = new byte[FrameCodec.MaximumPlainFrameBytes];
        FrameHeader header = new() { Kind = (MessageKind)HostKind.Counters, Source = FrameHeader.Unassigned, Destination = FrameHeader.Unassigned, Epoch = epoch };
        HostBody body = new() { Number = request };
        int length = TestNetwork.Codec.Write(frame, node.Link.Address, from, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<HostBody>(in body)), new byte[payload]);
        TestNetwork.Codec.Seal(frame.AsSpan(0, length));
        node.Link.Arrive(frame[..length]);
        network.Run(1);
    }

    private static (bool Live, bool Last, byte Request, CounterEntry[] Entries)[] Answers(TestNetwork network) =>
        [.. network.HostFrames(HostKind.Counters, f => (f.IsLive, f.IsLastOfNode, f.Request, f.Counters.ToArray()))];
}
