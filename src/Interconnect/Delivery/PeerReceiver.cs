using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// What has arrived from one peer and what the peer was told of it. Frames are taken under <see cref="LockRank.Receive"/>, acknowledgements are made under
/// <see cref="LockRank.Transmit"/>; what both touch is a single word each.
/// </summary>
internal sealed class PeerReceiver
{
    private uint _expected;
    private uint _told;
    private bool _isUrgent;
    private bool _reportsGap;
    private bool _gapReported;
    private bool _isDeferring;
    private Cycles _dueAt = Cycles.Never;

    /// <summary>The sequence number of the next frame: all before it have arrived.</summary>
    public uint Expected => Volatile.Read(ref _expected);

    /// <summary>When a frame of the peer last arrived.</summary>
    public Cycles LastHeard { get; set; }

    /// <summary>Whether the peer should be asked to send again what follows <see cref="Expected"/>.</summary>
    public bool ReportsGap => Volatile.Read(ref _reportsGap);

    /// <summary>When an acknowledgement must go out if nothing else does; <see cref="Cycles.Never"/> if the peer knows all.</summary>
    public Cycles DueAt => IsPending ? _dueAt : Cycles.Never;

    private bool IsPending => Expected != _told || Volatile.Read(ref _isUrgent);

    /// <summary>Takes a frame. Under <see cref="LockRank.Receive"/>.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="hasRoom">Whether the next one can be handled now.</param>
    public Arrival Accept(uint sequence, bool hasRoom)
    {
        uint ahead = sequence - _expected;
        if (ahead == 0 && !hasRoom)
        {
            Volatile.Write(ref _isDeferring, true);
            return Arrival.Deferred;
        }
        if (ahead == 0)
        {
            _gapReported = false;
            Volatile.Write(ref _isDeferring, false);
            Volatile.Write(ref _expected, _expected + 1);
            return Arrival.InOrder;
        }
        if ((int)ahead < 0)
        {
            // The peer has not heard our acknowledgement.
            Volatile.Write(ref _isUrgent, true);
            return Arrival.Duplicate;
        }
        if (!_gapReported && !Volatile.Read(ref _isDeferring)) ReportGap();
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
        return Volatile.Read(ref _isUrgent) || Expected - _told >= (uint)afterFrames || _dueAt <= now;
    }

    /// <summary>A frame that carries <paramref name="acknowledgement"/> has left. Under <see cref="LockRank.Transmit"/>.</summary>
    public void Told(uint acknowledgement, bool gap)
    {
        _told = acknowledgement;
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

    private void ReportGap()
    {
        _gapReported = true;
        Volatile.Write(ref _reportsGap, true);
        Volatile.Write(ref _isUrgent, true);
    }
}
