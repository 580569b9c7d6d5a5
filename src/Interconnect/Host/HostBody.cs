using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The body of every frame to the host, as it goes over the wire: 16 bytes, little-endian. What a field means depends on the kind; unused ones are zero.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
public struct HostBody
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 16;

    /// <summary>In <see cref="Detail"/>: the last part of a node's.</summary>
    public const byte IsLast = 1;

    /// <summary>In <see cref="Detail"/>: counters as they are while the guest runs.</summary>
    public const byte IsLive = 2;

    private byte _node;

    /// <summary>
    /// Log: the <see cref="LogLevel"/>. Progress: the <see cref="BringUpStep"/>. Ended: the <see cref="EndReason"/>. Counters and
    /// Trace: <see cref="IsLast"/>, <see cref="IsLive"/>.
    /// </summary>
    public byte Detail;

    /// <summary>Log: the CPU. CountersEnd: how many nodes reported. Joined, Left: how many are there. Remove, Removal, Counters: the number of the host's request.</summary>
    public byte Number;

    /// <summary>Log: the sender's system counter when the line was written; otherwise when the frame was made.</summary>
    public Cycles Time;

    /// <summary>Left, MachineEnded: the Ethernet address of the machine, in the place of <see cref="Time"/>. A place can be another machine's by now.</summary>
    public MacAddress Machine
    {
        readonly get => new(Time.Value);
        set => Time = new Cycles(value.Value);
    }

    /// <summary>
    /// The node it is about: the sender, but for counters, which the leader sends for all. <see cref="FrameHeader.Unassigned"/> before there are numbers. One byte on the wire.
    /// </summary>
    public NodeId Node
    {
        readonly get => new(_node);
        set => _node = (byte)value.Value;
    }
}
