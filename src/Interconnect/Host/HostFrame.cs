using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A frame to the host, decoded: for the tools that carry the frames. Its spans point into the buffer it was decoded from.</summary>
public readonly ref struct HostFrame
{
    private readonly HostBody _body;
    private readonly ReadOnlySpan<byte> _payload;

    private HostFrame(DecodedFrame frame, HostBody body)
    {
        Kind = (HostKind)frame.Header.Kind;
        Epoch = frame.Header.Epoch;
        Sender = frame.SourceAddress;
        GuestTime = frame.Header.GuestTime;
        _body = body;
        _payload = frame.Payload;
    }

    /// <summary>Where frames to the host go: no machine has this address.</summary>
    public static MacAddress HostAddress => new(0x0250_56ff_ffff);

    /// <summary>What it is.</summary>
    public HostKind Kind { get; }

    /// <summary>The run it belongs to; 0 before the sender has heard of one.</summary>
    public ulong Epoch { get; }

    /// <summary>The Ethernet address of the node that sent it: names it even before nodes have numbers.</summary>
    public MacAddress Sender { get; }

    /// <summary>The sender's guest time when it left.</summary>
    public Cycles GuestTime { get; }

    /// <summary>The node it is about, or <see cref="FrameHeader.Unassigned"/>.</summary>
    public NodeId Node => _body.Node;

    /// <summary>The sender's system counter when it was made.</summary>
    public Cycles Time => _body.Time;

    /// <summary>Left: the Ethernet address of the machine.</summary>
    public MacAddress Machine => _body.Machine;

    /// <summary>Log: how much the line matters.</summary>
    public LogLevel Level => (LogLevel)_body.Detail;

    /// <summary>Log: the CPU that wrote the line.</summary>
    public CpuIndex Cpu => new(_body.Number);

    /// <summary>Progress: the step that was reached.</summary>
    public BringUpStep Step => (BringUpStep)_body.Detail;

    /// <summary>Ended: why.</summary>
    public EndReason Reason => (EndReason)_body.Detail;

    /// <summary>Counters, Trace: whether these are the last of the node's.</summary>
    public bool IsLastOfNode => (_body.Detail & HostBody.IsLast) != 0;

    /// <summary>Counters: whether they are an answer to the host, as they are while the guest runs.</summary>
    public bool IsLive => (_body.Detail & HostBody.IsLive) != 0;

    /// <summary>CountersEnd: how many nodes reported. Joined, Left: how many are there.</summary>
    public int NodeCount => _body.Number;

    /// <summary>Removal, live Counters: which of the host's requests it answers.</summary>
    public byte Request => _body.Number;

    /// <summary>Log, PanicLine: the line, in ASCII. Removal: why the node stays, if it does. Ended: what was lost, if that is why.</summary>
    public ReadOnlySpan<byte> Text => _payload;

    /// <summary>Counters: the counters.</summary>
    public ReadOnlySpan<CounterEntry> Counters => MemoryMarshal.Cast<byte, CounterEntry>(_payload);

    /// <summary>Status: how the node is.</summary>
    public NodeStatus Status => MemoryMarshal.Read<NodeStatus>(_payload);

    /// <summary>Plugged: how much the guest uses.</summary>
    public PluggedMemory Plugged => MemoryMarshal.Read<PluggedMemory>(_payload);

    /// <summary>Trace: what is before the entries.</summary>
    public TraceBatch TraceBatch => MemoryMarshal.Read<TraceBatch>(_payload);

    /// <summary>Trace: the entries.</summary>
    public ReadOnlySpan<TraceEntry> TraceEntries => MemoryMarshal.Cast<byte, TraceEntry>(_payload[Interconnect.TraceBatch.Bytes..]);

    /// <summary>Reads a frame to the host from any bytes.</summary>
    /// <returns>False if it is something else, or not well formed.</returns>
    public static bool TryDecode(FrameCodec codec, ReadOnlySpan<byte> frame, out HostFrame decoded)
    {
        decoded = default;
        if (!codec.TryDecode(frame, out DecodedFrame raw)) return false;
        if (raw.DestinationAddress.Value != HostAddress.Value || raw.Body.Length != HostBody.Bytes) return false;
        HostBody body = MemoryMarshal.Read<HostBody>(raw.Body);
        if (!IsWellFormed((HostKind)raw.Header.Kind, in body, raw.Payload.Length)) return false;
        decoded = new HostFrame(raw, body);
        return true;
    }

    private static bool IsWellFormed(HostKind kind, in HostBody body, int payloadBytes) => kind switch
    {
        HostKind.Log => body.Detail <= (byte)LogLevel.Debug && body.Number < CpuIndex.MaximumCpus,
        HostKind.Progress => body.Detail <= (byte)BringUpStep.Started && payloadBytes == 0,
        HostKind.Counters => body.Detail <= (HostBody.IsLast | HostBody.IsLive) && payloadBytes % CounterEntry.Bytes == 0,
        HostKind.CountersEnd or HostKind.PanicEnd or HostKind.Joined or HostKind.Leaving or HostKind.Left => payloadBytes == 0,
        HostKind.Trace => body.Detail <= HostBody.IsLast && payloadBytes >= Interconnect.TraceBatch.Bytes && (payloadBytes - Interconnect.TraceBatch.Bytes) % TraceEntry.Bytes == 0,
        HostKind.Status => payloadBytes == NodeStatus.Bytes,
        HostKind.Plugged => payloadBytes == PluggedMemory.Bytes,
        HostKind.PanicLine or HostKind.Removal => true,
        HostKind.Ended => body.Detail <= (byte)EndReason.NodeLost,
        _ => false,
    };
}
