using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class NodeReportsTests
{
    [Fact]
    public void A_damaged_report_is_counted_and_said_once()
    {
        using TemporaryDirectory directory = new();
        using ClusterNode node = new(0, Path.Combine(directory.Path, "serial"), null);
        Lines lines = new();
        NodeReports reports = new([node], null, null, lines, (_, _) => { });
        byte[] frame = LogFrame();
        reports.Receive(0, frame);
        frame[^1] ^= 1;
        reports.Receive(0, frame);
        reports.Receive(0, frame);
        Assert.Equal(2, reports.Unreadable);
        Assert.Equal(2, lines.Written.Count);
        Assert.EndsWith("node 0 cpu 0 info: all is well", lines.Written[0]);
        Assert.StartsWith($"node 0 sent the host a frame of {frame.Length} bytes that cannot be read", lines.Written[1]);
    }

    [Fact]
    public void A_machine_that_joins_is_called_by_its_own_number_whichever_place_it_takes()
    {
        using TemporaryDirectory directory = new();
        ClusterNode[] nodes = [.. Enumerable.Range(0, 3).Select(i => new ClusterNode(i, Path.Combine(directory.Path, $"serial{i}"), null))];
        Lines lines = new();
        List<(string, int)> noted = [];
        NodeReports reports = new(nodes, null, null, lines, (what, node) => noted.Add((what, node)));
        reports.Receive(2, Frame(HostKind.Progress, [1, (byte)BringUpStep.Described], []));
        reports.Receive(0, Frame(HostKind.Joined, [1, 0, 2], []));
        reports.Receive(0, Frame(HostKind.Plugged, [1], [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]));
        Assert.Equal([("joined", 2), ("plugged", 2)], noted);
        Assert.Equal([(2, 2)], lines.Joined);
        Assert.Equal((0, 1 << 16), (nodes[1].PluggedBytes, nodes[2].PluggedBytes));
        foreach (ClusterNode node in nodes) node.Dispose();
    }

    private static byte[] LogFrame() => Frame(HostKind.Log, [0, (byte)LogLevel.Information], "all is well"u8);

    private static byte[] Frame(HostKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        FrameCodec codec = new(new TableCrc32C());
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        byte[] body = new byte[HostBody.Bytes];
        head.CopyTo(body);
        FrameHeader header = new() { Kind = (MessageKind)kind };
        int length = codec.Write(frame, HostFrame.HostAddress, new MacAddress(0x5250_0000_0001), in header, body, payload);
        codec.Seal(frame.AsSpan(0, length));
        return frame[..length];
    }

    private sealed class Lines : ClusterObserver
    {
        public List<string> Written { get; } = [];

        public List<(int Node, int Count)> Joined { get; } = [];

        public override void NodeJoined(int node, int nodeCount) => Joined.Add((node, nodeCount));

        public override void LogWritten(int node, LogLevel level, string line) => Written.Add(line);
    }
}
