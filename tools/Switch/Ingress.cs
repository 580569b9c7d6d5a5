using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace Pilevisor.Switch;

/// <summary>The way in from a node: a thread that blocks on its socket, one buffer, no allocation, since every remote page fault of the guest waits for this path.</summary>
internal sealed class Ingress : IDisposable
{
    private const int ReceiveBufferBytes = 4 << 20;

    // As many as the socket holds take a moment.
    private static readonly TimeSpan _drainLimit = TimeSpan.FromSeconds(60);
    private readonly Socket _socket;
    private readonly Socket _waker = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly HostFrameHandler _forward;
    private readonly int _port;
    private readonly Thread _thread;
    private readonly byte[] _frame = new byte[EthernetFrame.MaximumBytes];
    private readonly object _draining = new();
    private readonly AutoResetEvent _drained = new(false);
    private volatile bool _stopping;
    private long _frames;
    private long _bytes;

    public Ingress(string path, int port, HostFrameHandler forward)
    {
        _path = path;
        _port = port;
        _forward = forward;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveBufferSize = ReceiveBufferBytes };
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        // By a socket that is connected, since the path may not last.
        _waker.Connect(new UnixDomainSocketEndPoint(path));
        _thread = new Thread(Receive) { IsBackground = true, Name = $"switch ingress {port}" };
    }

    /// <summary>Frames from the node that have been dealt with.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Their bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>From now on frames are forwarded.</summary>
    public void Start() => _thread.Start();

    /// <summary>Waits until every frame that the node has sent so far has been forwarded. Not by the handler of a frame.</summary>
    /// <exception cref="TimeoutException">If they have not been within <see cref="_drainLimit"/>.</exception>
    public void Drain()
    {
        // One at a time: an event that is set twice lets only one of two go on.
        lock (_draining)
        {
            Wake();
            if (!_drained.WaitOne(_drainLimit)) throw new TimeoutException($"the switch has not dealt with the frames of port {_port} within {_drainLimit.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        if (_thread.IsAlive) _thread.Join();
        _waker.Dispose();
        _socket.Dispose();
        _drained.Dispose();
        if (File.Exists(_path)) File.Delete(_path);
    }

    private void Receive()
    {
        while (true)
        {
            int length = _socket.Receive(_frame, SocketFlags.None, out SocketError error);
            if (_stopping) return;
            if (error == SocketError.Success && length == 0) _drained.Set();
            if (error != SocketError.Success || length < EthernetFrame.HeaderBytes) continue;
            _forward(_port, _frame.AsSpan(0, length));
            _frames++;
            _bytes += length;
        }
    }

    // A frame of no bytes ends the receive call that the thread is blocked in, after all frames before it.
    private void Wake() => _waker.Send(ReadOnlySpan<byte>.Empty);
}
