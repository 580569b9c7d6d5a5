using System;
using System.Runtime.InteropServices;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>What the host asks the leader for.</summary>
public sealed class HostRequestWriterTests
{
    private static readonly MacAddress _leader = new(0x5254_0000_0001);

    [Fact]
    public void The_leader_is_told_whose_machine_has_ended()
    {
        Span<byte> sent = new HostRequestWriter(null).MachineEnded(_leader, 0xe70c, new NodeId(3), new MacAddress(0x5254)).ToArray();
        Assert.True(new FrameCodec(new TableCrc32C()).TryDecode(sent, out DecodedFrame decoded));
        HostBody body = MemoryMarshal.Read<HostBody>(decoded.Body);
        Assert.Equal((HostKind.MachineEnded, 3, 0x5254ul), ((HostKind)decoded.Header.Kind, (int)body.Node.Value, body.Machine.Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_is_a_frame_to_the_leader_sealed_if_frames_are(bool isSealed)
    {
        ClusterKey? key = isSealed ? ClusterKey.Read(Encoding.ASCII.GetBytes(new string('5', ClusterKey.Digits))) : null;
        HostRequestWriter writer = new(key);
        FrameSeal? seal = key is null ? null : new FrameSeal(key);
        for (byte request = 1; request < 4; request++)
        {
            Span<byte> sent = writer.Remove(_leader, 0xe70c, new NodeId(2), request).ToArray();
            Assert.Equal(isSealed, FrameSeal.IsSealed(sent));
            if (seal is not null)
            {
                Assert.Equal(FrameOpening.Opened, seal.Open(sent, default));
                sent = sent[FrameSeal.OverheadBytes..];
            }

            Assert.True(new FrameCodec(new TableCrc32C()).TryDecode(sent, out DecodedFrame decoded));
            HostBody body = MemoryMarshal.Read<HostBody>(decoded.Body);
            Assert.Equal((HostKind.Remove, 0xe70cul, HostFrame.HostAddress.Value, _leader.Value), ((HostKind)decoded.Header.Kind, decoded.Header.Epoch, decoded.SourceAddress.Value, decoded.DestinationAddress.Value));
            Assert.Equal((2, request), ((int)body.Node.Value, body.Number));
        }
    }
}
