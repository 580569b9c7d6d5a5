using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Makes the frames in which the host asks the leader for something: for the tools. Sealed, if the cluster's are.</summary>
/// <param name="codec">Makes frames.</param>
/// <param name="key">What the nodes seal theirs with; null if they do not.</param>
/// <param name="salt">Tells this host's run from all others with that key: never the same twice.</param>
public sealed class HostRequestWriter(FrameCodec codec, ClusterKey? key, SessionSalt salt)
{
    /// <summary>How long a frame is at most.</summary>
    public const int MaximumBytes = FrameCodec.MaximumPlainFrameBytes + FrameSeal.OverheadBytes;

    private readonly SessionKey _session = key?.Derive(in salt) ?? default;
    private ulong _number;

    /// <summary>A node is to leave: <see cref="HostKind.Remove"/>.</summary>
    /// <param name="frame">Gets the frame: <see cref="MaximumBytes"/>.</param>
    /// <param name="leader">The leader's Ethernet address.</param>
    /// <param name="epoch">The run.</param>
    /// <param name="node">Which node.</param>
    /// <param name="request">The number of the request: the same as long as it is repeated.</param>
    /// <returns>How long the frame is.</returns>
    public int WriteRemove(Span<byte> frame, MacAddress leader, ulong epoch, NodeId node, byte request)
    {
        HostBody body = new() { Node = node, Number = request };
        FrameHeader header = new() { Kind = (MessageKind)HostKind.Remove, Source = FrameHeader.Unassigned, Destination = FrameHeader.Unassigned, Epoch = epoch };
        Span<byte> plain = stackalloc byte[FrameCodec.MaximumPlainFrameBytes];
        plain = plain[..codec.Write(plain, leader, HostFrame.HostAddress, in header, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref body, 1)), default)];
        codec.Seal(plain);
        if (key is null)
        {
            plain.CopyTo(frame);
            return plain.Length;
        }

        int length = plain.Length + FrameSeal.OverheadBytes;
        FrameSeal.Seal(in _session, in salt, ++_number, SealMode.Authenticated, plain, default, frame[..length]);
        return length;
    }
}
