using System;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Kernel;
using SpinLock = Pilevisor.Kernel.SpinLock;

namespace Pilevisor.Interconnect;

/// <summary>
/// Takes a recording to the host. Entries are only put into a ring, and leave a frame full at a time at a timer interrupt. What finds no room is counted, and each frame says how much that was; what gets lost on the
/// way shows by the numbers. The recording ends with the cluster, where the counters are read: then all that is in the ring leaves.
/// </summary>
/// <param name="host">The way to the host.</param>
/// <param name="transmitter">Whether there is one already.</param>
/// <param name="cluster">The own window.</param>
/// <param name="timers">Calls when entries wait.</param>
/// <param name="counter">The clock.</param>
/// <param name="options">Whether there is anything to do.</param>
/// <param name="order">The lock order.</param>
public sealed class HostTraceSink(
    HostChannel host, Transmitter transmitter, ICluster cluster, ITimers timers, ICounter counter, HostTraceOptions options, ILockOrder order) : TimerClient, ITraceSink
{
    /// <summary>How many entries wait at most: a power of two.</summary>
    public const int Capacity = 16_384;

    /// <summary>The most entries in a frame.</summary>
    public const int EntriesPerFrame = (FrameCodec.DatagramPayloadBytes - TraceBatch.Bytes) / TraceEntry.Bytes;

    private const ulong GatherMicroseconds = 20_000;
    private const ulong RetryMicroseconds = 1_000;

    // One writer at a time (the caller sees to it), one reader at a time (under the lock).
    private readonly TraceEntry[] _ring = new TraceEntry[options.IsOn ? Capacity : 0];
    private readonly byte[] _payload = new byte[options.IsOn ? FrameCodec.DatagramPayloadBytes : 0];
    private readonly SpinLock _lock = new(LockRank.Trace, order);
    private ulong _written;
    private ulong _taken;
    private ulong _dropped;
    private int _isArmed;

    /// <inheritdoc/>
    public bool IsOn { get; private set; }

    /// <summary>Begins, if the options say so; the transmitter is initialized already. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        if (!options.IsOn) return;
        Panic.Unless(transmitter.IsReady, "the recording's way to the host is opened before the link is");
        timers.Register(this);
        IsOn = true;
    }

    /// <inheritdoc/>
    public void Write(in TraceEntry entry)
    {
        if (_written - Volatile.Read(ref _taken) == Capacity)
        {
            _dropped++;
            return;
        }
        _ring[(int)(_written % Capacity)] = entry;
        Volatile.Write(ref _written, _written + 1);
        if (Interlocked.Exchange(ref _isArmed, 1) == 0) timers.Request(this, counter.Now + counter.Microseconds(GatherMicroseconds));
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        Volatile.Write(ref _isArmed, 0);
        _lock.Acquire();
        bool isDrained = TryDrain(isPatient: false);
        _lock.Release();
        return isDrained ? Cycles.Never : now + counter.Microseconds(RetryMicroseconds);
    }

    /// <summary>
    /// The recording ends: sends all that waits, and a last part that says how much there was. Waits up to 10 ms for the link to have room; if it has none, the rest is given up, which the host can tell. No lock of
    /// <see cref="LockRank.Trace"/> or above may be held.
    /// </summary>
    public void Finish()
    {
        if (!IsOn) return;
        IsOn = false;
        _lock.Acquire();
        TryDrain(isPatient: true);
        host.TryTrace(Fill(Volatile.Read(ref _written), 0), isLast: true, isPatient: true);
        _lock.Release();
    }

    private bool TryDrain(bool isPatient)
    {
        ulong written = Volatile.Read(ref _written);
        while (_taken != written)
        {
            int count = (int)Math.Min(written - _taken, EntriesPerFrame);
            if (!host.TryTrace(Fill(_taken, count), isLast: false, isPatient)) return false;
            Volatile.Write(ref _taken, _taken + (uint)count);
        }
        return true;
    }

    private ReadOnlySpan<byte> Fill(ulong first, int count)
    {
        NodeDescription self = cluster[cluster.Self];
        TraceBatch batch = new()
        {
            First = first,
            Dropped = _dropped,
            FrequencyHz = counter.FrequencyHz,
            WindowFirst = self.WindowStart.Granule.Value,
            WindowPages = (uint)(self.WindowBytes >> GranuleNumber.Shift),
            CpuCount = self.CpuCount,
        };
        MemoryMarshal.Write(_payload, in batch);
        Span<TraceEntry> entries = MemoryMarshal.Cast<byte, TraceEntry>(_payload.AsSpan(TraceBatch.Bytes));
        for (int i = 0; i < count; i++) entries[i] = _ring[(int)((first + (uint)i) % Capacity)];
        return new ReadOnlySpan<byte>(_payload, 0, TraceBatch.Bytes + (count * TraceEntry.Bytes));
    }
}
