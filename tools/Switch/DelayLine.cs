using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Pilevisor.Switch;

/// <summary>Holds frames back until their time; exact to about a tenth of a millisecond, which a frame on a gigabit link takes a third of. Bounded.</summary>
internal sealed partial class DelayLine : IDisposable
{
    private const int Capacity = 8192;

    // A wait for the lock is exact to a millisecond or two: the rest is slept, during which a frame that is due sooner has to wait.
    private const double LeastWaitMilliseconds = 2;

    private readonly object _gate = new();
    private readonly PriorityQueue<HeldFrame, (long Due, long Order)> _held = new();
    private readonly Thread _thread;
    private long _order;
    private bool _stopping;

    public DelayLine()
    {
        _thread = new Thread(Deliver) { IsBackground = true, Name = "switch delay" };
        _thread.Start();
    }

    /// <summary>Sends a copy of <paramref name="frame"/> to <paramref name="to"/> <paramref name="delay"/> after <paramref name="from"/>, which is by <see cref="Stopwatch.GetTimestamp"/>. If there is no room for it, it is dropped there.</summary>
    public void Hold(Egress to, ReadOnlySpan<byte> frame, long from, TimeSpan delay)
    {
        long due = from + (long)(delay.TotalSeconds * Stopwatch.Frequency);
        lock (_gate)
        {
            if (_held.Count < Capacity)
            {
                _held.Enqueue(new HeldFrame(to, frame.ToArray()), (due, _order++));
                Monitor.Pulse(_gate);
                return;
            }
        }

        to.Drop();
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
        while (true)
        {
            double milliseconds;
            HeldFrame? frame = null;
            lock (_gate)
            {
                if (_stopping) return;
                milliseconds = UntilDue();
                if (milliseconds <= 0) frame = _held.Dequeue();
                else if (milliseconds > LeastWaitMilliseconds) Monitor.Wait(_gate, milliseconds == double.PositiveInfinity ? Timeout.Infinite : (int)(milliseconds - 1));
            }

            if (frame is not null) frame.To.Send(frame.Bytes);
            else if (milliseconds <= LeastWaitMilliseconds) _ = Sleep((uint)(milliseconds * 1000));
        }
    }

    private double UntilDue() =>
        _held.TryPeek(out _, out (long Due, long Order) first) ? (first.Due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency : double.PositiveInfinity;

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
