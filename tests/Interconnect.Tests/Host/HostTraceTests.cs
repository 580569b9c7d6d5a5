using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class HostTraceTests
{
    [Fact]
    public void Entries_arrive_as_they_were_with_all_that_is_needed_to_read_them()
    {
        using TestNetwork network = new() { Records = true };
        TestNode node = network.AddCluster(2)[1];
        TraceEntry written = new() { Time = new Cycles(5), Wait = new Cycles(6), Page = new PageNumber(0x44001), Kind = TraceKind.Write, Cpu = 3, HasWaited = 1 };
        node.Trace.Write(in written);
        network.Run(50);
        Assert.Equal((5ul, 6ul, 0x44001u, TraceKind.Write, (byte)3, (byte)1), Assert.Single(network.HostFrames(HostKind.Trace, f => Values(f.TraceEntries[0]))));
        TraceBatch batch = Assert.Single(network.HostFrames(HostKind.Trace, f => f.TraceBatch));
        Assert.Equal((0ul, 0ul, 1_000_000_000ul), (batch.First, batch.Dropped, batch.FrequencyHz));
        Assert.Equal((0x44000u, 1u << 14, 1u), (batch.WindowFirst, batch.WindowPages, batch.CpuCount));
        Assert.Equal([(ushort)1], network.HostFrames(HostKind.Trace, f => f.Node.Value));
    }

    [Fact]
    public void The_layout_is_the_documented_one()
    {
        TraceBatch batch = new() { First = 0x01, Dropped = 0x02, FrequencyHz = 0x03, WindowFirst = 0x04, WindowPages = 0x05, CpuCount = 0x06 };
        TraceEntry entry = new() { Time = new Cycles(0x11), Wait = new Cycles(0x12), Page = new PageNumber(0x13), Kind = TraceKind.Eviction, Cpu = 0x15, HasWaited = 1, Part = 0x16, Instruction = 0x17 };
        Assert.Equal("0100000000000000" + "0200000000000000" + "0300000000000000" + "04000000" + "05000000" + "06000000" + "00000000", Hex(ref batch));
        Assert.Equal("1100000000000000" + "1200000000000000" + "13000000" + "05" + "15" + "01" + "16" + "1700000000000000", Hex(ref entry));
    }

    [Fact]
    public void Who_does_not_record_sends_nothing()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        Assert.False(nodes[0].Trace.IsOn);
        nodes[0].Shutdown.PowerOff();
        Assert.Empty(network.HostFrames(HostKind.Trace, f => f.Kind));
    }

    [Fact]
    public void The_end_of_the_cluster_sends_what_waits_and_how_much_it_was_before_the_counters()
    {
        using TestNetwork network = new() { Records = true };
        TestNode[] nodes = network.AddCluster(3);
        for (int i = 0; i < nodes.Length; i++) Write(nodes[i], 500 * i);
        nodes[1].Shutdown.PowerOff();
        Assert.True(network.RunUntil(() => nodes.All(n => n.Firmware.IsOff), 5_000));
        for (int i = 0; i < nodes.Length; i++)
        {
            List<(ulong First, int Entries, bool IsLast)> parts = Parts(network, i);
            Assert.Equal(500 * i, parts.Sum(p => p.Entries));
            Assert.Equal(((ulong)(500 * i), 0, true), parts[^1]);
            Assert.DoesNotContain(parts[..^1], p => p.IsLast);
            Assert.All(parts[..^1].Index(), p => Assert.Equal((ulong)(p.Index * HostTraceSink.EntriesPerFrame), p.Item.First));
        }
        List<(HostKind, ushort)> order = [.. network.Ethernet.Strays.Select(Kind).Where(k => k.Kind is HostKind.Trace or HostKind.Counters)];
        Assert.All(nodes.Select((_, i) => (ushort)i), i => Assert.True(order.LastIndexOf((HostKind.Trace, i)) < order.IndexOf((HostKind.Counters, i))));
        Assert.False(nodes[0].Trace.IsOn);
    }

    [Fact]
    public void Entries_that_find_no_room_are_counted()
    {
        using TestNetwork network = new() { Records = true };
        TestNode node = network.AddCluster(1)[0];
        Write(node, HostTraceSink.Capacity + 5);
        network.Run(100);
        Write(node, 1);
        network.Run(100);
        List<TraceBatch> batches = network.HostFrames(HostKind.Trace, f => f.TraceBatch);
        Assert.All(batches, batch => Assert.Equal(5ul, batch.Dropped));
        Assert.Equal((ulong)HostTraceSink.Capacity, batches[^1].First);
        Assert.Equal(HostTraceSink.Capacity + 1, Parts(network, 0).Sum(p => p.Entries));
    }

    [Fact]
    public void What_gets_lost_on_the_way_is_missing_in_the_numbers()
    {
        using TestNetwork network = new() { Records = true };
        TestNode node = network.AddCluster(1)[0];
        Write(node, 10);
        network.Run(100);
        node.Link.IsUnplugged = true;
        Write(node, 20);
        network.Run(100);
        node.Link.IsUnplugged = false;
        Write(node, 30);
        network.Run(100);
        Assert.Equal([(0ul, 10, false), (30ul, 30, false)], Parts(network, 0));
    }

    [Fact]
    public void A_link_without_room_delays_entries_and_loses_none()
    {
        using TestNetwork network = new() { Records = true };
        TestNode node = network.AddCluster(1)[0];
        node.Link.HoldsTransmitted = true;
        Write(node, 40 * HostTraceSink.EntriesPerFrame);
        network.Run(100);
        Assert.Equal(Transmitter.DatagramBuffers, Parts(network, 0).Count);
        node.Link.HoldsTransmitted = false;
        network.Run(100);
        Assert.Equal(40 * HostTraceSink.EntriesPerFrame, Parts(network, 0).Sum(p => p.Entries));
        Assert.All(Parts(network, 0).Index(), p => Assert.Equal((ulong)(p.Index * HostTraceSink.EntriesPerFrame), p.Item.First));
    }

    private static string Hex<T>(ref T value)
        where T : unmanaged => Convert.ToHexStringLower(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref value, 1)));

    private static void Write(TestNode node, int entries)
    {
        TraceEntry entry = new() { Page = new PageNumber(0x40000), Kind = TraceKind.Read };
        for (int i = 0; i < entries; i++) node.Trace.Write(in entry);
    }

    private static List<(ulong First, int Entries, bool IsLast)> Parts(TestNetwork network, int node) =>
        [.. network.HostFrames(HostKind.Trace, f => (f.Node, f.TraceBatch.First, f.TraceEntries.Length, f.IsLastOfNode)).Where(p => p.Node.Value == node).Select(p => (p.First, p.Length, p.IsLastOfNode))];

    private static (HostKind Kind, ushort Node) Kind(byte[] frame) => HostFrame.TryDecode(TestNetwork.Codec, frame, out HostFrame decoded) ? (decoded.Kind, decoded.Node.Value) : default;

    private static (ulong, ulong, uint, TraceKind, byte, byte) Values(TraceEntry entry) =>
        (entry.Time.Value, entry.Wait.Value, entry.Page.Value, entry.Kind, entry.Cpu, entry.HasWaited);
}
