using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// What has arrived from one peer and what the peer was told of it. Frames are taken under <see cref="LockRank.Receive"/>, acknowledgements are made under
/// <see cref="LockRank.Transmit"/>; what both touch is a single word each.
/// </summary>
internal sealed class PeerReceiver
{
    private const int PlacesBits = 32;

    // See Arrived.
    private ulong _arrived;

    // Bit i: the frame i places behind the next one is kept. Bit 0 is that one itself, if there was no room when its turn came.
    private uint _kept;

    // The place behind the last one that was seen.
    private uint _frontier;
    private ulong _told;
    private bool _isUrgent;
    private bool _reportsGap;
    private bool _gapReported;
    private bool _hasDropped;
    private bool _isDeferring;
    private Cycles _dueAt = Cycles.Never;

    /// <summary>How many places from the next frame's on are within reach: frames there are kept when they come early. At most 32; with less than 2 none is.</summary>
    public int Reach { get; init; }

    /// <summary>What the peer is told, as <see cref="FrameHeader.Arrived"/>.</summary>
    public ulong Arrived => Volatile.Read(ref _arrived);

    /// <summary>The sequence number of the next frame: all before it have arrived.</summary>
    public uint Expected => (uint)Arrived;

    /// <summary>Whether the next frame is here already. Under <see cref="LockRank.Receive"/>.</summary>
    public bool NextIsKept => (_kept & 1) != 0;

    /// <summary>When a frame of the peer last arrived.</summary>
    public Cycles LastHeard { get; set; }

    /// <summary>Whether the peer should be asked to send again what follows <see cref="Expected"/> and is not kept.</summary>
    public bool ReportsGap => Volatile.Read(ref _reportsGap);

    /// <summary>When an acknowledgement must go out if nothing else does; <see cref="Cycles.Never"/> if the peer knows all.</summary>
    public Cycles DueAt => IsPending ? _dueAt : Cycles.Never;

    private bool IsPending => Arrived != _told || Volatile.Read(ref _isUrgent);

    /// <summary>The peer is there from now on: nothing has arrived from it.</summary>
    public void Begin(Cycles now)
    {
        _kept = _frontier = 0;
        _told = 0;
        _isUrgent = _reportsGap = _gapReported = _hasDropped = _isDeferring = false;
        _dueAt = Cycles.Never;
        LastHeard = now;
        Publish(0);
    }

    /// <summary>Takes a frame. Under <see cref="LockRank.Receive"/>.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="hasRoom">Whether the next one can be handled now.</param>
    public Arrival Accept(uint sequence, bool hasRoom)
    {
        uint ahead = sequence - Expected;
        if (ahead == 0 && !hasRoom)
        {
            Volatile.Write(ref _isDeferring, true);
            return Arrival.Deferred;
        }
        if (ahead == 0)
        {
            Advance();
            return Arrival.InOrder;
        }
        if ((int)ahead < 0 || (ahead < PlacesBits && ((_kept >> (int)ahead) & 1) != 0))
        {
            // The peer has not heard our acknowledgement.
            Volatile.Write(ref _isUrgent, true);
            return Arrival.Duplicate;
        }
        if (ahead < (uint)Reach)
        {
            Keep(sequence, ahead);
            return Arrival.Early;
        }
        NoteDropped();
        return Arrival.OutOfOrder;
    }

    /// <summary>
    /// Whether an acknowledgement must go out now; if one is pending that can wait, it waits until <paramref name="latest"/>. Under
    /// <see cref="LockRank.Transmit"/>.
    /// </summary>
    public bool IsDue(int afterFrames, Cycles now, Cycles latest)
    {
        if (!IsPending)
        {
            _dueAt = Cycles.Never;
            return false;
        }
        if (latest < _dueAt) _dueAt = latest;
        return Volatile.Read(ref _isUrgent) || Expected - (uint)_told >= (uint)afterFrames || _dueAt <= now;
    }

    /// <summary>A frame that says <paramref name="arrived"/> has left. Under <see cref="LockRank.Transmit"/>.</summary>
    public void Told(ulong arrived, bool gap)
    {
        _told = arrived;
        _dueAt = Cycles.Never;
        Volatile.Write(ref _isUrgent, false);
        if (gap) Volatile.Write(ref _reportsGap, false);
    }

    /// <summary>What was deferred can be handled now: the peer is asked for it. Under <see cref="LockRank.Transmit"/>.</summary>
    public void EndDeferral()
    {
        if (!Volatile.Read(ref _isDeferring)) return;
        Volatile.Write(ref _isDeferring, false);
        Volatile.Write(ref _reportsGap, true);
        Volatile.Write(ref _isUrgent, true);
    }

    private void Advance()
    {
        _gapReported = false;
        Volatile.Write(ref _isDeferring, false);
        _kept >>= 1;
        uint expected = Expected + 1;
        if ((int)(expected - _frontier) > 0) _frontier = expected;
        Publish(expected);

        // Of what was out of reach nothing that is kept tells the peer.
        if (_hasDropped && _kept == 0) ReportGap();
    }

    // The peer may be told before the frame is copied: it is, before anything else is done with it.
    private void Keep(uint sequence, uint ahead)
    {
        _kept |= 1u << (int)ahead;
        Publish(Expected);

        // Places that were passed over are told at once, and once.
        if ((int)(sequence - _frontier) > 0) Volatile.Write(ref _isUrgent, true);
        if ((int)(sequence - _frontier) >= 0) _frontier = sequence + 1;
    }

    private void NoteDropped()
    {
        if (_kept != 0) _hasDropped = true;
        else if (!_gapReported && !Volatile.Read(ref _isDeferring)) ReportGap();
    }

    private void ReportGap()
    {
        _gapReported = true;
        _hasDropped = false;
        Volatile.Write(ref _reportsGap, true);
        Volatile.Write(ref _isUrgent, true);
    }

    private void Publish(uint expected) => Volatile.Write(ref _arrived, ((ulong)(_kept >> 1) << PlacesBits) | expected);
}
