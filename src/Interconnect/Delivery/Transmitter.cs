using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The transmit side of the link, under <see cref="LockRank.Transmit"/>: stamps every frame with the sender's guest time as it leaves, and sends datagrams,
/// which may be lost.
/// </summary>
/// <param name="link">The network interface.</param>
/// <param name="security">What they go through.</param>
/// <param name="codec">Makes frames.</param>
/// <param name="cluster">Epoch and own number.</param>
/// <param name="time">Guest time.</param>
/// <param name="counter">Bounds waits for the device.</param>
/// <param name="counters">Counts what is sent.</param>
/// <param name="memory">Where buffers come from.</param>
/// <param name="order">The lock order.</param>
public sealed class Transmitter(
    ILink link, IFrameSecurity security, FrameCodec codec, ClusterDescription cluster, IGuestTime time, ICounter counter, NodeCounters counters, IPhysicalMemory memory, ILockOrder order)
{
    /// <summary>How many datagrams can be in flight.</summary>
    public const int DatagramBuffers = 32;

    private const ulong PatienceMicroseconds = 10_000;

    private readonly SpinLock _lock = new(LockRank.Transmit, order);
    private readonly FrameBuffer[] _datagrams = new FrameBuffer[DatagramBuffers];

    // The one that was taken the longest time ago.
    private int _nextDatagram;

    /// <summary>Whether frames can be sent.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Turns the link on and makes the datagram buffers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        link.Initialize(memory, FrameCodec.MaximumPlainFrameBytes + security.OverheadBytes, FrameCodec.PayloadOffset + security.OverheadBytes);
        security.Initialize(memory);
        for (int i = 0; i < DatagramBuffers; i++) _datagrams[i] = NewBuffer(FrameCodec.DatagramBytes);
        IsReady = true;
    }

    /// <summary>Makes a transmit buffer. Boot only.</summary>
    public FrameBuffer NewBuffer(int frameBytes) => new(memory, link.HeadroomBytes, frameBytes);

    /// <summary>Makes <paramref name="count"/> transmit buffers and appends them to <paramref name="queue"/>. Boot only.</summary>
    internal void NewBuffers(int count, int frameBytes, ref FrameQueue queue)
    {
        if (count == 0) return;
        int stride = FrameBuffer.Stride(link.HeadroomBytes, frameBytes);
        PhysicalAddress start = memory.Allocate((ulong)count * (uint)stride, GranuleNumber.Bytes, "frames to other nodes");
        for (int i = 0; i < count; i++) queue.Append(new FrameBuffer(memory, start + ((ulong)i * (uint)stride), link.HeadroomBytes, frameBytes));
    }

    /// <summary>Takes the transmit lock.</summary>
    public void Acquire() => _lock.Acquire();

    /// <summary>Gives the transmit lock back.</summary>
    public void Release() => _lock.Release();

    /// <summary>Sends a datagram to whoever has the address <paramref name="to"/>, best effort. The transmit lock must not be held.</summary>
    /// <param name="to">An Ethernet address, or <see cref="MacAddress.Broadcast"/>.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="body">At most <see cref="IMessenger.MaximumBodyBytes"/> bytes.</param>
    /// <param name="payload">At most <see cref="FrameCodec.DatagramPayloadBytes"/> bytes.</param>
    /// <returns>Whether the link took it.</returns>
    public bool TrySend(MacAddress to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload = default)
    {
        FrameHeader header = NewHeader(FrameHeader.Unassigned, kind);
        Acquire();
        bool sent = TrySendHeld(to, in header, body, payload);
        Release();
        return sent;
    }

    /// <summary>As <see cref="TrySend"/>, but waits up to 10 ms for the link to have room.</summary>
    public bool Send(MacAddress to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload = default)
    {
        Cycles deadline = counter.Now + counter.Microseconds(PatienceMicroseconds);
        while (true)
        {
            // Looked at before the try, so that there is one more after a stop of the whole node.
            bool isLast = counter.Now >= deadline;
            if (TrySend(to, kind, body, payload)) return true;
            if (isLast) return false;
            order.Processor.Relax();
        }
    }

    /// <summary>A header from this node.</summary>
    internal FrameHeader NewHeader(NodeId to, MessageKind kind) =>
        new() { Kind = kind, Source = cluster.SelfOrUnassigned, Destination = to, Epoch = cluster.Epoch };

    /// <summary>Writes a frame that is to be sent later, or again and again.</summary>
    internal void Write(FrameBuffer buffer, MacAddress to, in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        Panic.Unless(!buffer.InFlight, "a transmit buffer is written to while it is in flight");
        buffer.Length = codec.Write(buffer.Bytes, to, link.Address, in header, body, payload);
    }

    /// <summary>As <see cref="Write"/>, but for a payload that stays where it is, in the content at <paramref name="pinned"/>.</summary>
    /// <returns>False if the link cannot do that: nothing was written.</returns>
    internal bool TryGather(FrameBuffer buffer, MacAddress to, in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload, PhysicalAddress pinned)
    {
        if (!link.Gathers) return false;
        Panic.Unless(!buffer.InFlight, "a transmit buffer is written to while it is in flight");
        buffer.Length = codec.WriteHead(buffer.Bytes, to, link.Address, in header, body, payload);
        buffer.Gather(pinned, pinned + (ulong)header.ContentOffset, payload);
        return true;
    }

    /// <summary>How long a frame is on the wire.</summary>
    internal int WireBytes(FrameBuffer buffer) => buffer.FrameBytes + security.OverheadBytes;

    /// <summary>Sends a written frame with the guest time of this moment. The transmit lock is held, the buffer is not in flight.</summary>
    internal bool TryTransmit(FrameBuffer buffer)
    {
        Span<byte> frame = buffer.Bytes[..buffer.Length];
        FrameCodec.HeaderOf(frame).GuestTime = time.Now;
        codec.Seal(frame);
        if (security.TryTransmit(buffer)) return true;
        link.ReclaimTransmitted();
        return security.TryTransmit(buffer);
    }

    /// <summary>Sends a datagram. The transmit lock is held.</summary>
    internal bool TrySendHeld(MacAddress to, in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        if (!IsReady || !TryTakeDatagram(out FrameBuffer buffer)) return false;
        Write(buffer, to, in header, body, payload);
        if (!TryTransmit(buffer)) return false;
        counters.AddMessage((byte)header.Kind, WireBytes(buffer));
        return true;
    }

    /// <summary>Takes back the buffers of frames that were sent. The transmit lock is held.</summary>
    internal void Reclaim() => link.ReclaimTransmitted();

    // A device sends in order as a rule: while it has this one it has those that were taken later.
    private bool TryTakeDatagram(out FrameBuffer buffer)
    {
        buffer = _datagrams[_nextDatagram];
        if (buffer.InFlight) link.ReclaimTransmitted();
        if (buffer.InFlight) return false;
        _nextDatagram = (_nextDatagram + 1) % DatagramBuffers;
        return true;
    }
}
