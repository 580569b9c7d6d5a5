using System.Collections.Generic;
using System.IO;
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

    private static byte[] LogFrame()
    {
        FrameCodec codec = new(new TableCrc32C());
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        byte[] body = new byte[HostBody.Bytes];
        body[1] = (byte)LogLevel.Information;
        FrameHeader header = new() { Kind = (MessageKind)HostKind.Log };
        int length = codec.Write(frame, HostFrame.HostAddress, new MacAddress(0x5250_0000_0001), in header, body, "all is well"u8);
        codec.Seal(frame);
        return frame[..length];
    }

    private sealed class Lines : ClusterObserver
    {
        public List<string> Written { get; } = [];

        public override void LogWritten(int node, LogLevel level, string line) => Written.Add(line);
    }
}
