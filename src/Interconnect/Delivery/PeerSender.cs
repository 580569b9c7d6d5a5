using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The queue of frames to one peer. Sequence numbers run through it like this: acknowledged … <c>_oldest</c> … under way … <c>_unsent</c> … waiting …
/// <c>_next</c>. All under <see cref="LockRank.Transmit"/>.
/// </summary>
internal sealed class PeerSender
{
    private readonly NodeId _peer;
    private readonly PeerReceiver _receiver;
    private readonly Transmitter _transmitter;
    private readonly ICounter _counter;
    private readonly RunningTime _running;
    private readonly NodeCounters _counters;
    private readonly DeliveryOptions _options;
    private readonly FramePool _pool;
    private readonly RetransmissionTimeout _timeout;
    private readonly uint _window;
    private readonly Cycles _held;

    private MacAddress _address;

    private FrameQueue _frames;
    private FrameBuffer? _firstUnsent;
    private uint _oldest;
    private uint _unsent;
    private uint _next;
    private Cycles _deadline;
    private Cycles _progressAt;
    private bool _hasProgressed = true;

    // Whether the last frame was sent again since: the next deadline is the time-out.
    private bool _hasProbed;
    private ulong _heard;
    private bool _hearsGap;

    // All before this place that were seen to be missing were repeated once.
    private uint _repeated;
    private uint _timedFrame;
    private Cycles _timedAt;
    private bool _isTiming;
    private bool _roomIsWanted;

    // See Mark.
    private uint _mark;

    public PeerSender(
        NodeId peer, PeerReceiver receiver, Transmitter transmitter, FramePool pool, ICounter counter, RunningTime running, NodeCounters counters,
        DeliveryOptions options, uint window)
    {
        _peer = peer;
        _receiver = receiver;
        _transmitter = transmitter;
        _counter = counter;
        _running = running;
        _counters = counters;
        _options = options;
        _pool = pool;
        _window = window;
        _held = counter.Microseconds(options.AcknowledgeAfterMicroseconds);
        _timeout = new RetransmissionTimeout(
            counter.Microseconds(options.FirstTimeoutMicroseconds),
            counter.Microseconds(options.LeastTimeoutMicroseconds),
            counter.Microseconds(options.MostTimeoutMicroseconds));
    }

    /// <summary>The peer is there from now on, at <paramref name="address"/>: nothing was sent to it.</summary>
    public void Begin(MacAddress address)
    {
        _address = address;
        _oldest = _unsent = _next = _repeated = _mark = 0;
        _hasProgressed = true;
        _hasProbed = _isTiming = _hearsGap = _roomIsWanted = false;
        _heard = 0;
        _timeout.Begin();
    }

    /// <summary>The peer is not there any more: what it has not acknowledged is dropped.</summary>
    public void End()
    {
        while (_frames.TryTake(out FrameBuffer? frame)) _pool.Return(frame);
        _firstUnsent = null;
        _oldest = _unsent = _next;
    }

    /// <summary>From now on <see cref="IsBehindMark"/> says whether what has been queued until now was acknowledged.</summary>
    public void Mark() => _mark = _next;

    /// <summary>Whether all that was queued up to the last <see cref="Mark"/> has been acknowledged.</summary>
    public bool IsBehindMark => (int)(_oldest - _mark) >= 0;

    /// <summary>Whether everything that was queued has been acknowledged.</summary>
    public bool IsIdle => _oldest == _next;

    /// <summary>When <see cref="OnDeadline"/> has something to do; <see cref="Cycles.Never"/> if nothing is under way or waiting.</summary>
    public Cycles Deadline
    {
        get
        {
            if (_oldest != _unsent) return _deadline;
            // Waiting with nothing under way: the link's ring was full.
            return IsIdle ? Cycles.Never : _counter.Now + _counter.Microseconds(_options.AcknowledgeAfterMicroseconds);
        }
    }

    // Asked without the lock, too. The older count is read first, so that there can only seem to be more than there are: then some are acknowledged behind the wish, and TakeRoom sees it.
    private bool IsBelowRoom
    {
        get
        {
            uint oldest = Volatile.Read(ref _oldest);
            return Volatile.Read(ref _next) - oldest < IMessenger.RoomMessages;
        }
    }

    /// <summary>Whether fewer than <see cref="IMessenger.RoomMessages"/> frames are not acknowledged. If not, <see cref="TakeRoom"/> says when. May be asked without the lock.</summary>
    public bool HasRoom()
    {
        if (IsBelowRoom) return true;
        Volatile.Write(ref _roomIsWanted, true);
        // Acknowledgements that come meanwhile are seen here, or the wish by them.
        Interlocked.MemoryBarrier();
        return IsBelowRoom;
    }

    /// <summary>Whether there is room again that somebody has asked for in vain.</summary>
    public bool TakeRoom()
    {
        Interlocked.MemoryBarrier();
        if (!Volatile.Read(ref _roomIsWanted) || !IsBelowRoom) return false;
        Volatile.Write(ref _roomIsWanted, false);
        return true;
    }

    /// <summary>Puts one of a message's frames into the queue.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">The body, which is copied.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="pinned">Where the content stays that the payload is a part of; if not given it is copied.</param>
    public void Queue(in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload, PhysicalAddress pinned)
    {
        FrameBuffer frame = Claim(!payload.IsEmpty);
        FrameHeader numbered = header;
        numbered.Sequence = _next;
        numbered.Flags |= FrameFlags.Sequenced;
        if (pinned.Value != 0 && _transmitter.TryGather(frame, _address, in numbered, body, payload, pinned)) _pool.Pin(frame);
        else _transmitter.Write(frame, _address, in numbered, body, payload);
        _frames.Append(frame);
        _firstUnsent ??= frame;
        _next++;
    }

    /// <summary>Sends what waits, as far as window and link allow.</summary>
    public void TransmitQueued(Cycles now)
    {
        while (_firstUnsent is { } frame && _unsent - _oldest < _window)
        {
            if (!TryTransmit(frame)) return;
            if (_oldest == _unsent) Restart(now);
            if (!_isTiming) Time(_unsent, now);
            ref FrameHeader header = ref FrameCodec.HeaderOf(frame.Bytes);
            if (header.ContentOffset == 0) _counters.AddMessage((byte)header.Kind, _transmitter.WireBytes(frame));
            else _counters.AddPart((byte)header.Kind, _transmitter.WireBytes(frame));
            _firstUnsent = frame.Next;
            _unsent++;
        }
    }

    /// <summary>
    /// The peer says what has <paramref name="arrived"/>, as <see cref="FrameHeader.Arrived"/>, and with <paramref name="gap"/> that it dropped the rest. Noted under <see cref="LockRank.Receive"/>, for
    /// <see cref="TakeAcknowledgements"/>: so what many frames say is dealt with once.
    /// </summary>
    public void Hear(ulong arrived, bool gap)
    {
        int newer = (int)((uint)arrived - (uint)_heard);
        if (newer > 0) Volatile.Write(ref _heard, arrived);
        else if (newer == 0 && (arrived | _heard) != _heard) Volatile.Write(ref _heard, arrived | _heard);
        if (gap) Volatile.Write(ref _hearsGap, true);
    }

    /// <summary>Deals with what the peer has said it has got, and has not.</summary>
    public void TakeAcknowledgements(Cycles now)
    {
        ulong heard = Volatile.Read(ref _heard);
        uint newly = (uint)heard - _oldest;
        uint seen = newly + FrameHeader.PlacesSeen(heard);

        // Of what was never sent: it is as if it had not been heard.
        if (newly > _unsent - _oldest || seen > _unsent - _oldest)
        {
            Volatile.Write(ref _heard, heard = _oldest);
            newly = seen = 0;
        }
        uint missingBefore = _oldest + seen;
        if (newly != 0) Progress((uint)heard, now);
        if (Volatile.Read(ref _hearsGap))
        {
            Volatile.Write(ref _hearsGap, false);
            RepeatAll();
        }
        else if (seen != newly && (int)(missingBefore - _repeated) > 0)
        {
            _repeated = Repeat(_repeated, missingBefore);
        }
    }

    /// <summary>The content at <paramref name="content"/> is about to be written: copies it for the frames that were to be sent from there, perhaps again.</summary>
    public void TakeOut(PhysicalAddress content)
    {
        for (FrameBuffer? frame = _frames.First; frame is not null; frame = frame.Next)
        {
            if (!frame.ReadsFrom(content)) continue;
            if (frame.InFlight) AwaitDevice(frame);
            _pool.Unpin(frame);
            frame.Join();
            _counters.Add(Counter.PinnedPagesCopied);
        }
    }

    /// <summary>Sends again what the peer should have acknowledged by now: the last frame first, and all after a time-out.</summary>
    /// <exception cref="PanicException">If the peer has been silent for too long.</exception>
    public void OnDeadline(Cycles now)
    {
        if (_oldest != _unsent && now >= _deadline)
        {
            if (_hasProbed) TimeOut();
            else Probe();
            _deadline = now + _timeout.Current;
        }
        TransmitQueued(now);
    }

    private void TimeOut()
    {
        RequireHeard();
        RepeatAll();
        _timeout.BackOff();
    }

    // Behind a frame that is lost something else comes, and the peer says what is missing; but nothing comes behind the last. So that is sent once more, long before the time-out (RFC 8985, 7: a tail loss probe). If the peer
    // has it, what is missing was lost twice.
    private void Probe()
    {
        _hasProbed = true;
        Repeat(FrameHeader.HasArrived(_heard, _unsent - 1) ? _oldest : _unsent - 1, _unsent);
    }

    private void Progress(uint acknowledgement, Cycles now)
    {
        if (_isTiming && (int)(acknowledgement - _timedFrame) > 0)
        {
            // The clock was read before what has arrived was dealt with: what was sent since, and is acknowledged already, was sent later.
            if (now > _timedAt) _timeout.Sample(now - _timedAt);
            _isTiming = false;
        }
        _timeout.Progress();
        if ((int)(acknowledgement - _repeated) > 0) _repeated = acknowledgement;
        while (_oldest != acknowledgement && _frames.TryTake(out FrameBuffer? frame))
        {
            _pool.Return(frame);
            _oldest++;
        }
        Restart(now);
    }

    private void Restart(Cycles now)
    {
        _hasProgressed = true;
        _hasProbed = false;
        _deadline = now + _timeout.Probe(_held);
    }

    private void Time(uint sequence, Cycles now)
    {
        _timedFrame = sequence;
        _timedAt = now;
        _isTiming = true;
    }

    private void RepeatAll() => _repeated = Repeat(_oldest, _unsent);

    /// <summary>Sends what the peer has not again, of the places from <paramref name="begin"/> on, as far as the link allows.</summary>
    /// <returns>Where it ended: <paramref name="end"/> if all were sent.</returns>
    private uint Repeat(uint begin, uint end)
    {
        // The acknowledgement of a frame that was sent twice says nothing about the round trip (Karn's rule).
        _isTiming = false;
        _transmitter.Reclaim();
        ulong heard = _heard;
        FrameBuffer? frame = _frames.First;
        for (uint place = _oldest; place != end; place++, frame = frame!.Next)
        {
            if ((int)(place - begin) < 0 || frame!.InFlight || FrameHeader.HasArrived(heard, place)) continue;
            if (!TryTransmit(frame)) return place;
            _counters.Add(Counter.Retransmissions);
        }
        return end;
    }

    private bool TryTransmit(FrameBuffer frame)
    {
        // A later copy of the frame may still be in the ring; the header must stay as the device reads it.
        if (frame.InFlight) return false;
        ulong arrived = _receiver.Arrived;
        bool gap = _receiver.ReportsGap;
        ref FrameHeader header = ref FrameCodec.HeaderOf(frame.Bytes);
        header.Arrived = arrived;
        header.Flags = (header.Flags & ~FrameFlags.Gap) | FrameFlags.Acknowledges | (gap ? FrameFlags.Gap : FrameFlags.None);
        if (!_transmitter.TryTransmit(frame)) return false;
        _receiver.Told(arrived, gap);
        return true;
    }

    private FrameBuffer Claim(bool isLarge)
    {
        if (!_pool.TryTake(isLarge, out FrameBuffer? frame)) FailFull();
        if (frame.InFlight) AwaitDevice(frame);
        return frame;
    }

    // The frame was acknowledged: most often the device is done with it and was not asked since. If not, a retransmitted copy is still with the device, which needs nobody's help to send it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitDevice(FrameBuffer frame)
    {
        Cycles deadline = _running.Now + _counter.Microseconds(_options.DeviceMicroseconds);
        while (frame.InFlight)
        {
            _transmitter.Reclaim();
            if (frame.InFlight && _running.Now > deadline) Panic.Fail($"the network interface has kept a frame for {_options.DeviceMicroseconds} us");
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FailFull() => Panic.Fail(
        $"no room for a message to {_peer}: {_pool.Waiting} frames to all nodes wait, {_next - _oldest} of them to it, which acknowledged nothing for {SilentMilliseconds} ms; a sender has more under way than it reserved");

    // Silence counts from the first time-out after progress: so nobody looks at the clock for it while all goes well.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RequireHeard()
    {
        if (_hasProgressed) _progressAt = _running.Now;
        _hasProgressed = false;
        ulong milliseconds = SilentMilliseconds;
        if (milliseconds < _options.SilenceMicroseconds / 1000) return;
        Panic.Fail(
            $"{_peer} ({_address}) has acknowledged nothing for {milliseconds} ms, {_unsent - _oldest} frames are under way; "
            + $"last heard of {_counter.ToMicroseconds(_counter.Now - _receiver.LastHeard) / 1000} ms ago");
    }

    /// <summary>For how long the peer has left frames unacknowledged since the first time-out, in milliseconds that this node ran; 0 if it has not.</summary>
    public ulong SilentMilliseconds
    {
        get
        {
            Cycles now = _running.Now;
            return _hasProgressed || now <= _progressAt ? 0 : _counter.ToMicroseconds(now - _progressAt) / 1000;
        }
    }
}
