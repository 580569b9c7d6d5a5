using System;
using System.Threading;

namespace Pilevisor.Switch;

/// <summary>
/// The way out to a node: straight through while its socket takes frames, else through a bounded queue that a thread of its own empties, so that a slow or
/// stopped node delays nobody else. Frames to a full queue are dropped, as any switch does.
/// </summary>
internal sealed class Egress : IDisposable
{
    private const int QueueFrames = 2048;
    private const int StackBytes = 256 << 10;
    private const int PollMicroseconds = 20_000;
    private readonly object _gate = new();
    private readonly NodeSocket _socket;
    private readonly FrameQueue _queue = new(QueueFrames);
    private readonly Thread _pump;
    private bool _stopping;
    private long _frames;
    private long _bytes;
    private long _dropped;

    public Egress(string path, int port)
    {
        _socket = new NodeSocket(path);
        _pump = new Thread(Pump, StackBytes) { IsBackground = true, Name = $"switch egress {port}" };
        _pump.Start();
    }

    /// <summary>Frames the node was given.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Their bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Frames dropped because the node was absent or its queue full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>A frame to the node found no room before it came here.</summary>
    public void Drop() => Interlocked.Increment(ref _dropped);

    /// <summary>Sends a frame to the node, now or as soon as it takes it.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (_queue.Count == 0 && !IsFull(Offer(frame))) return;
            if (_queue.TryAdd(frame)) Monitor.Pulse(_gate);
            else Drop();
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

        _pump.Join();
        _socket.Dispose();
    }

    private static bool IsFull(SendOutcome outcome) => outcome == SendOutcome.Full;

    private SendOutcome Offer(ReadOnlySpan<byte> frame)
    {
        SendOutcome outcome = _socket.Send(frame);
        if (outcome == SendOutcome.Sent)
        {
            _frames++;
            _bytes += frame.Length;
        }
        else if (outcome == SendOutcome.Absent)
        {
            Drop();
        }

        return outcome;
    }

    private void Pump()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_queue.Count == 0 && !_stopping) Monitor.Wait(_gate);
                if (_stopping) return;
                while (_queue.Count > 0 && !IsFull(Offer(_queue.Oldest))) _queue.RemoveOldest();
                if (_queue.Count == 0) continue;
            }

            _socket.WaitWritable(PollMicroseconds);
        }
    }
}
