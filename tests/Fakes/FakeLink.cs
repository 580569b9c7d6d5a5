using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>An interface of a <see cref="FakeEthernet"/>. It panics if a buffer is sent twice at once or written to while it is in flight.</summary>
/// <param name="ethernet">The wire.</param>
/// <param name="address">Its address.</param>
public sealed unsafe class FakeLink(FakeEthernet ethernet, MacAddress address) : ILink
{
    private readonly Queue<int> _arrived = [];
    private readonly Dictionary<int, byte[]> _buffers = [];
    private readonly List<(FrameBuffer Buffer, byte[] Sent)> _inFlight = [];
    private readonly Dictionary<int, PhysicalAddress[]> _rests = [];
    private readonly Stack<PhysicalAddress> _pages = [];
    private IPhysicalMemory? _memory;
    private int _wholeBytes = int.MaxValue;
    private int _headBytes;
    private int _nextBuffer;

    /// <summary>How many received frames it keeps; further ones are lost.</summary>
    public int ReceiveRing { get; set; } = 256;

    /// <summary>How many frames it sends before some must be taken back.</summary>
    public int TransmitRing { get; set; } = 256;

    /// <summary>While true the device never finishes with a buffer.</summary>
    public bool HoldsTransmitted { get; set; }

    /// <inheritdoc/>
    public bool Gathers { get; set; } = true;

    /// <summary>Called when buffers are to be taken back: somebody may be waiting for that.</summary>
    public Action? ReclaimCalled { get; set; }

    /// <summary>Called when a frame has arrived: the interrupt.</summary>
    public Action? Arrived { get; set; }

    /// <summary>While true, whatever arrives is lost and whatever is sent too: the machine is off.</summary>
    public bool IsUnplugged { get; set; }

    /// <summary>How many frames it sent.</summary>
    public int SentFrames { get; private set; }

    /// <summary>How often its interrupt was acknowledged.</summary>
    public int AcknowledgedInterrupts { get; private set; }

    /// <summary>How many received frames were taken and not given back.</summary>
    public int UnreturnedFrames => _buffers.Count - _arrived.Count;

    /// <inheritdoc/>
    public MacAddress Address { get; } = address;

    /// <inheritdoc/>
    public int MaximumFrameBytes { get; set; } = 9014;

    /// <inheritdoc/>
    public int HeadroomBytes => 12;

    /// <inheritdoc/>
    public InterruptId Interrupt => new(48);

    /// <inheritdoc/>
    public void Initialize(IPhysicalMemory memory, int wholeBytes, int headBytes)
    {
        _memory = memory;
        _wholeBytes = wholeBytes;
        _headBytes = headBytes;
    }

    /// <inheritdoc/>
    public bool TryTransmit(FrameBuffer frame)
    {
        Panic.Unless(!frame.InFlight, "a buffer was sent while it was in flight");
        if (_inFlight.Count >= TransmitRing) return false;
        Panic.Unless(Gathers || frame.PayloadBytes == 0, "a frame was sent in two pieces by a link that does not gather");
        byte[] bytes = [.. frame.Bytes[..frame.Length], .. frame.PayloadContent];
        frame.Headroom(HeadroomBytes).Clear();
        frame.InFlight = true;
        _inFlight.Add((frame, bytes));
        SentFrames++;
        if (!IsUnplugged) ethernet.Transmit(bytes);
        return true;
    }

    /// <inheritdoc/>
    public void ReclaimTransmitted()
    {
        ReclaimCalled?.Invoke();
        if (HoldsTransmitted) return;
        foreach ((FrameBuffer buffer, byte[] sent) in _inFlight)
        {
            Panic.Unless(buffer.Bytes[..buffer.Length].SequenceEqual(sent.AsSpan(0, buffer.Length)), "a buffer was written to while it was in flight");
            Panic.Unless(buffer.PayloadContent.SequenceEqual(sent.AsSpan(buffer.Length, buffer.PayloadBytes)), "a page was written to while it was in flight");
            buffer.InFlight = false;
        }
        _inFlight.Clear();
    }

    /// <inheritdoc/>
    public bool TryReceive(out ReceivedFrame frame)
    {
        frame = default;
        if (!_arrived.TryDequeue(out int buffer)) return false;
        byte[] bytes = _buffers[buffer];
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes));
        frame = bytes.Length <= _wholeBytes ? new ReceivedFrame(start, bytes.Length, buffer) : new ReceivedFrame(start, _headBytes, buffer, Rest(buffer, bytes.AsSpan(_headBytes)));
        return true;
    }

    /// <inheritdoc/>
    public void Return(ReceivedFrame frame)
    {
        // Whoever still looks at a frame that was given back sees that at once, and whoever keeps a page for which none was given.
        Array.Fill(_buffers[frame.Buffer], (byte)0xdd);
        _buffers.Remove(frame.Buffer);
        if (!_rests.Remove(frame.Buffer, out PhysicalAddress[]? page)) return;
        new Span<byte>(_memory!.Pointer(page[0]), (int)GranuleNumber.Bytes).Fill(0xdd);
        _pages.Push(page[0]);
    }

    /// <inheritdoc/>
    public void AcknowledgeInterrupt() => AcknowledgedInterrupts++;

    private ReceivedPage Rest(int buffer, ReadOnlySpan<byte> bytes)
    {
        PhysicalAddress[] page = [_pages.TryPop(out PhysicalAddress free) ? free : _memory!.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "page of a received frame")];
        _rests.Add(buffer, page);
        Span<byte> rest = new(_memory!.Pointer(page[0]), bytes.Length);
        bytes.CopyTo(rest);
        return new ReceivedPage(rest, ref page[0]);
    }

    /// <summary>A frame has arrived, from wherever.</summary>
    public void Arrive(byte[] frame)
    {
        if (IsUnplugged || _arrived.Count >= ReceiveRing || (frame.Length > _wholeBytes && frame.Length > _headBytes + GranuleNumber.Bytes)) return;
        byte[] pinned = GC.AllocateUninitializedArray<byte>(frame.Length, pinned: true);
        frame.CopyTo(pinned, 0);
        _buffers.Add(_nextBuffer, pinned);
        _arrived.Enqueue(_nextBuffer++);
        Arrived?.Invoke();
    }
}
