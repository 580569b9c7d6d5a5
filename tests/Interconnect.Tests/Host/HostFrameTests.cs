using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class HostFrameTests
{
    [Fact]
    public void Any_bytes_are_decoded_or_refused_without_harm() =>
        Prop.ForAll<byte[], byte[], int>((body, payload, kind) =>
        {
            byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
            FrameHeader header = new() { Kind = (MessageKind)(0x10 + (kind & 15)) };
            body = body.Length < HostBody.Bytes ? [.. body, .. new byte[HostBody.Bytes - body.Length]] : body[..HostBody.Bytes];
            int length = TestNetwork.Codec.Write(frame, HostFrame.HostAddress, TestNetwork.Address(0), in header, body, payload);
            TestNetwork.Codec.Seal(frame.AsSpan(0, length));
            if (HostFrame.TryDecode(TestNetwork.Codec, frame.AsSpan(0, length), out HostFrame decoded)) Visit(decoded);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_log_line_reaches_the_host_with_all_that_belongs_to_it()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[1];
        Cycles written = network.Counter.Now;
        node.LogSink.Write(LogLevel.Warning, new CpuIndex(3), written, "page 0x40000000 is hot");
        network.Run(1);
        Assert.Equal(
            (LogLevel.Warning, 3, written.Value, "page 0x40000000 is hot", (byte)1, TestNetwork.Address(1).Value, TestNetwork.Epoch),
            Assert.Single(network.HostFrames(HostKind.Log, f =>
                (f.Level, f.Cpu.Value, f.Time.Value, Encoding.ASCII.GetString(f.Text), f.Node.Value, f.Sender.Value, f.Epoch))));
    }

    [Fact]
    public void A_line_may_be_written_with_every_lock_held_and_before_there_are_numbers()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(4);
        SpinLock log = new(LockRank.Log, node.Order);
        node.Transmitter.Acquire();
        log.Acquire();
        node.LogSink.Write(LogLevel.Information, default, network.Counter.Now, "early");
        log.Release();
        node.Transmitter.Release();
        network.Run(1);
        Assert.Equal(
            (FrameHeader.Unassigned.Value, TestNetwork.Address(4).Value),
            Assert.Single(network.HostFrames(HostKind.Log, f => (f.Node.Value, f.Sender.Value))));
    }

    [Fact]
    public void Lines_that_found_no_room_are_counted()
    {
        using TestNetwork network = new();
        TestNode node = network.Add(0);
        for (int i = 0; i < HostLogSink.Capacity + 5; i++) node.LogSink.Write(LogLevel.Debug, default, network.Counter.Now, $"line {i}");
        network.Run(100);
        List<string> lines = network.HostFrames(HostKind.Log, f => Encoding.ASCII.GetString(f.Text));
        Assert.Equal(HostLogSink.Capacity + 1, lines.Count);
        Assert.StartsWith("5 log lines were lost", lines[^1]);
        for (int i = 0; i < HostLogSink.Capacity; i++) Assert.Equal($"line {i}", lines[i]);
    }

    [Fact]
    public void How_a_node_is_reaches_the_host()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[1];
        node.Host.TryStatus(new NodeStatus { GivenBytes = 1ul << 30, CachedBytes = 5, Misses = 6, Vcpus = 2, Cpus = 3 });
        node.Host.Plugged(new NodeId(1), new PluggedMemory { PluggedBytes = 7, RequestedBytes = 8 });
        node.Host.Joined(new NodeId(1), 2);
        network.Run(1);
        Assert.Equal([(1ul << 30, 5ul, 6ul, 2u, 3u)], network.HostFrames(HostKind.Status, f => (f.Status.GivenBytes, f.Status.CachedBytes, f.Status.Misses, f.Status.Vcpus, f.Status.Cpus)));
        Assert.Equal([(7ul, 8ul, 1)], network.HostFrames(HostKind.Plugged, f => (f.Plugged.PluggedBytes, f.Plugged.RequestedBytes, (int)f.Node.Value)));
        Assert.Equal([(1, 2)], network.HostFrames(HostKind.Joined, f => ((int)f.Node.Value, f.NodeCount)));
    }

    [Fact]
    public void What_becomes_of_a_node_that_is_to_leave_reaches_the_host()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(2)[0];
        node.Host.Leaving();
        node.Host.Left(new NodeId(1), new MacAddress(0x5254), 1);
        TextBuilder problem = new(0, 0);
        node.Host.Removal(new NodeId(1), 7, ref problem);
        problem.AppendLiteral("stays: it is needed");
        node.Host.Removal(new NodeId(1), 8, ref problem);
        network.Run(1);
        Assert.Equal([0], network.HostFrames(HostKind.Leaving, f => (int)f.Node.Value));
        Assert.Equal([(1, 0x5254ul, 1)], network.HostFrames(HostKind.Left, f => ((int)f.Node.Value, f.Machine.Value, f.NodeCount)));
        Assert.Equal([(1, 7, ""), (1, 8, "stays: it is needed")], network.HostFrames(HostKind.Removal, f => ((int)f.Node.Value, (int)f.Request, Encoding.ASCII.GetString(f.Text))));
    }

    [Fact]
    public void Counters_arrive_as_they_were()
    {
        using TestNetwork network = new();
        TestNode node = network.AddCluster(1)[0];
        for (int i = 0; i < NodeCounters.MaximumCounters; i++) node.Counters.Add((Counter)i, (ulong)i + 1);
        for (int i = 0; i < NodeCounters.MaximumKinds; i++) node.Counters.AddMessage((byte)i, i + 10);
        for (ulong us = 0; us < 100_000; us = (us * 5 / 4) + 1) node.Counters.AddFaultLatency(us);
        node.HotPages.Pages.AddRange([new HotPage(new PageNumber(0x7fdd7), 1752), new HotPage(new PageNumber(0x40000), 1)]);
        Dictionary<(CounterTable, int), ulong> expected = Snapshot(node.Counters);
        for (int i = 0; i < node.HotPages.Pages.Count; i++) expected[(CounterTable.HotPages, i)] = node.HotPages.Pages[i].Packed;
        new CounterSender(node.Counters, node.HotPages, node.Messenger, node.Host).SendToHost(NodeId.Leader);
        Dictionary<(CounterTable, int), ulong> reported = [];
        List<bool> last = network.HostFrames(HostKind.Counters, f =>
        {
            foreach (CounterEntry entry in f.Counters) reported.Add((entry.Table, entry.Index), entry.Value);
            return f.IsLastOfNode;
        });
        Assert.Equal([.. Enumerable.Repeat(false, (expected.Count - 1) / CounterSender.EntriesAtATime), true], last);
        foreach (((CounterTable Table, int Index) key, ulong value) in expected)
        {
            // The frames of the report are themselves messages.
            if (key.Index != (int)HostKind.Counters || key.Table == CounterTable.FaultLatencies) Assert.Equal(value, reported[key]);
        }
        Assert.Equal(expected.Count, reported.Count);
    }

    private static Dictionary<(CounterTable, int), ulong> Snapshot(NodeCounters counters)
    {
        Dictionary<(CounterTable, int), ulong> values = [];
        for (int i = 0; i < NodeCounters.MaximumCounters; i++) values[(CounterTable.Counters, i)] = counters[(Counter)i];
        for (int i = 0; i < NodeCounters.MaximumKinds; i++) values[(CounterTable.Messages, i)] = counters.Messages((byte)i);
        for (int i = 0; i < NodeCounters.MaximumKinds; i++) values[(CounterTable.MessageBytes, i)] = counters.MessageBytes((byte)i);
        for (int i = 0; i < NodeCounters.LatencyBuckets; i++)
        {
            if (counters.FaultLatencies(i) != 0) values[(CounterTable.FaultLatencies, i)] = counters.FaultLatencies(i);
        }
        return values;
    }

    private static void Visit(HostFrame frame)
    {
        _ = Encoding.ASCII.GetString(frame.Text);
        if (frame.Kind == HostKind.Trace)
        {
            _ = frame.TraceBatch.First;
            foreach (TraceEntry entry in frame.TraceEntries) _ = entry.Kind;
        }
        foreach (CounterEntry entry in frame.Counters) _ = entry.Value;
        Assert.True(Enum.IsDefined(frame.Kind));
    }
}
