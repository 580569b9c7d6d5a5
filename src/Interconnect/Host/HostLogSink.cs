using System;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Takes log lines to the host. A line may be written with any lock held, so it is only put into a ring; the lines leave at the next timer interrupt of the CPU
/// that wrote the first. When the ring is full, the lines that find no room are counted, and the host is told how many there were.
/// </summary>
/// <param name="host">The way to the host.</param>
/// <param name="transmitter">Whether there is one already.</param>
/// <param name="timers">Calls when lines wait.</param>
/// <param name="counter">The clock.</param>
public sealed class HostLogSink(HostChannel host, Transmitter transmitter, ITimers timers, ICounter counter) : TimerClient, ILogSink
{
    /// <summary>How many lines wait at most: a power of two.</summary>
    public const int Capacity = 128;

    private const ulong RetryMicroseconds = 1_000;

    // One writer at a time (the log's lock is held), one reader at a time (_isDraining).
    private readonly HostLogLine[] _lines = new HostLogLine[Capacity];
    private uint _written;
    private uint _taken;
    private int _lost;
    private int _isDraining;
    private int _isArmed;

    /// <inheritdoc/>
    public bool IsReady { get; private set; }

    /// <summary>Makes itself known to the timers; the transmitter is initialized already. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        Panic.Unless(transmitter.IsReady, "the log's way to the host is opened before the link is");
        timers.Register(this);
        IsReady = true;
    }

    /// <inheritdoc/>
    public void Write(LogLevel level, CpuIndex cpu, Cycles time, ReadOnlySpan<char> text)
    {
        if (_written - Volatile.Read(ref _taken) == Capacity)
        {
            Interlocked.Increment(ref _lost);
            return;
        }
        _lines[(int)(_written % Capacity)].Set(level, cpu, time, text);
        Volatile.Write(ref _written, _written + 1);
        if (Interlocked.Exchange(ref _isArmed, 1) == 0) timers.Request(this, counter.Now);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        Volatile.Write(ref _isArmed, 0);
        if (Interlocked.Exchange(ref _isDraining, 1) != 0) return now + counter.Microseconds(RetryMicroseconds);
        bool drained = Drain();
        Volatile.Write(ref _isDraining, 0);
        return drained ? Cycles.Never : now + counter.Microseconds(RetryMicroseconds);
    }

    /// <summary>Takes the oldest line that has not left: for the panic report, whatever other CPUs are doing.</summary>
    internal bool TryTake(out HostLogLine line)
    {
        line = default;
        if (_taken == Volatile.Read(ref _written)) return false;
        line = _lines[(int)(_taken % Capacity)];
        Volatile.Write(ref _taken, _taken + 1);
        return true;
    }

    private bool Drain()
    {
        for (int i = 0; i < Capacity && _taken != Volatile.Read(ref _written); i++)
        {
            ref HostLogLine line = ref _lines[(int)(_taken % Capacity)];
            if (!host.TryLog(line.Level, line.Cpu, line.Time, line.Text)) return false;
            Volatile.Write(ref _taken, _taken + 1);
        }
        ReportLost();
        return _taken == Volatile.Read(ref _written);
    }

    private void ReportLost()
    {
        int lost = Interlocked.Exchange(ref _lost, 0);
        if (lost == 0) return;
        TextBuilder text = new(0, 0);
        text.AppendFormatted(lost);
        text.AppendLiteral(" log lines were lost: more were written at once than the way to the host holds");
        HostLogLine line = default;
        line.Set(LogLevel.Warning, default, counter.Now, text.Text);
        host.TryLog(line.Level, line.Cpu, line.Time, line.Text);
    }
}
