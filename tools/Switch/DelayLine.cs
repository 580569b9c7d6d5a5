using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace Pilevisor.Switch;

/// <summary>Holds frames back until their time; exact to about a millisecond. Bounded: what does not fit is dropped and counted.</summary>
internal sealed class DelayLine : IDisposable
{
    private const int Capacity = 8192;
    private readonly object _gate = new();
    private readonly PriorityQueue<HeldFrame, (long Due, long Order)> _held = new();
    private readonly Thread _thread;
    private long _order;
    private long _dropped;
    private bool _stopping;

    public DelayLine()
    {
        _thread = new Thread(Deliver) { IsBackground = true, Name = "switch delay" };
        _thread.Start();
    }

    /// <summary>Frames that did not fit.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Sends a copy of <paramref name="frame"/> to <paramref name="to"/> after <paramref name="delay"/>.</summary>
    public void Hold(Egress to, ReadOnlySpan<byte> frame, TimeSpan delay)
    {
        long due = Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency);
        lock (_gate)
        {
            if (_held.Count == Capacity)
            {
                _dropped++;
                return;
            }

            _held.Enqueue(new HeldFrame(to, frame.ToArray()), (due, _order++));
            Monitor.Pulse(_gate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Deliver()
    {
        while (NextDue() is { } frame) frame.To.Send(frame.Bytes);
    }

    private HeldFrame? NextDue()
    {
        lock (_gate)
        {
            while (!_stopping)
            {
                if (!_held.TryPeek(out _, out (long Due, long Order) first))
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                double milliseconds = (first.Due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
                if (milliseconds <= 0) return _held.Dequeue();
                Monitor.Wait(_gate, (int)Math.Ceiling(milliseconds));
            }

            return null;
        }
    }
}
