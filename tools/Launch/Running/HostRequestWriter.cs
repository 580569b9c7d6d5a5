using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Running;

/// <summary>Makes the frames in which the host asks a node for something, most often the leader. Sealed, if the cluster's are.</summary>
/// <param name="key">What the nodes seal theirs with; null if they do not.</param>
internal sealed class HostRequestWriter(ClusterKey? key)
{
    private readonly FrameCodec _codec = new(new TableCrc32C());
    private readonly FrameSeal? _seal = key is null ? null : new FrameSeal(key);

    // Another for each run.
    private readonly SessionSalt _salt = MemoryMarshal.Read<SessionSalt>(RandomNumberGenerator.GetBytes(Marshal.SizeOf<SessionSalt>()));
    private ulong _number;

    /// <summary>A node is to leave: <see cref="HostKind.Remove"/>.</summary>
    /// <param name="leader">The leader's Ethernet address.</param>
    /// <param name="epoch">The run.</param>
    /// <param name="node">Which node.</param>
    /// <param name="request">The number of the request: the same as long as it is repeated.</param>
    public ReadOnlySpan<byte> Remove(MacAddress leader, ulong epoch, NodeId node, byte request) => Write(HostKind.Remove, leader, epoch, new HostBody { Node = node, Number = request });

    /// <summary>A node's machine has ended: <see cref="HostKind.MachineEnded"/>.</summary>
    /// <param name="leader">The leader's Ethernet address.</param>
    /// <param name="epoch">The run.</param>
    /// <param name="node">Which node.</param>
    /// <param name="machine">The machine's Ethernet address.</param>
    public ReadOnlySpan<byte> MachineEnded(MacAddress leader, ulong epoch, NodeId node, MacAddress machine) => Write(HostKind.MachineEnded, leader, epoch, new HostBody { Node = node, Machine = machine });

    /// <summary>A node is to say what it has counted: <see cref="HostKind.Counters"/>.</summary>
    /// <param name="node">The node's Ethernet address.</param>
    /// <param name="epoch">The run.</param>
    /// <param name="request">The number of the request, which comes with the answer.</param>
    public ReadOnlySpan<byte> Counters(MacAddress node, ulong epoch, byte request) => Write(HostKind.Counters, node, epoch, new HostBody { Number = request });

    private ReadOnlySpan<byte> Write(HostKind kind, MacAddress node, ulong epoch, HostBody body)
    {
        FrameHeader header = new() { Kind = (MessageKind)kind, Source = FrameHeader.Unassigned, Destination = FrameHeader.Unassigned, Epoch = epoch };
        byte[] room = new byte[FrameCodec.MaximumPlainFrameBytes];
        Span<byte> frame = room.AsSpan(0, _codec.Write(room, node, HostFrame.HostAddress, in header, MemoryMarshal.AsBytes(new ReadOnlySpan<HostBody>(in body)), default));
        _codec.Seal(frame);
        if (_seal is null) return frame;
        byte[] sealedFrame = new byte[frame.Length + FrameSeal.OverheadBytes];
        _seal.Seal(in _salt, Interlocked.Increment(ref _number), SealMode.Authenticated, frame, sealedFrame);
        return sealedFrame;
    }
}
