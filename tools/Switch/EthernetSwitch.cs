using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace Pilevisor.Switch;

/// <summary>
/// An Ethernet switch between QEMU processes: a pair of unix datagram sockets a port, one raw frame a datagram (QEMU's -netdev dgram). It learns addresses, floods what it does
/// not know, and gives frames for the host to the host; faults happen to frames between nodes only.
/// </summary>
public sealed class EthernetSwitch : IDisposable
{
    private readonly string _directory;
    private readonly SwitchOptions _options;
    private readonly HostFrameHandler _host;
    private readonly FrameTap? _tap;
    private readonly ulong[] _addresses;
    private readonly long[] _toHost;
    private readonly Ingress[] _in;
    private readonly Egress[] _out;
    private readonly FaultInjector[] _faults;
    private readonly Wire[] _fromNodes;
    private readonly Wire[] _toNodes;
    private readonly DelayLine _delays = new();

    /// <summary>Binds the switch's sockets; frames wait in them until <see cref="Start"/>.</summary>
    /// <param name="directory">Where the sockets are; its path short enough for a socket address (about 90 characters).</param>
    /// <param name="ports">How many nodes there are.</param>
    /// <param name="options">What goes wrong on purpose.</param>
    /// <param name="host">Given the frames for the host.</param>
    /// <param name="tap">Shown every frame, if anybody wants to see them.</param>
    public EthernetSwitch(string directory, int ports, SwitchOptions options, HostFrameHandler host, FrameTap? tap = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ports);
        (_directory, _options, _host, _tap) = (directory, options, host, tap);
        _addresses = new ulong[ports];
        _toHost = new long[ports];
        _out = Enumerable.Range(0, ports).Select(port => new Egress(NodePath(port), port)).ToArray();
        _faults = Enumerable.Range(0, ports).Select(port => new FaultInjector(options, port)).ToArray();
        _fromNodes = Enumerable.Range(0, ports).Select(_ => new Wire(options.BitsPerSecond)).ToArray();
        _toNodes = Enumerable.Range(0, ports).Select(_ => new Wire(options.BitsPerSecond)).ToArray();
        _in = Enumerable.Range(0, ports).Select(port => new Ingress(SwitchPath(port), port, Forward)).ToArray();
    }

    /// <summary>Where the switch's own socket of a port is: QEMU's remote.path.</summary>
    public string SwitchPath(int port) => Path.Combine(_directory, $"switch{port}.sock");

    /// <summary>Where the node's socket of a port is: QEMU's local.path.</summary>
    public string NodePath(int port) => Path.Combine(_directory, $"node{port}.sock");

    /// <summary>From now on frames are forwarded.</summary>
    public void Start() => Array.ForEach(_in, port => port.Start());

    /// <summary>Gives a node a frame from the host. It may be lost like any other if the node is not there; faults do not happen to it.</summary>
    public void Send(int port, ReadOnlySpan<byte> frame)
    {
        _tap?.Invoke(port, true, frame);
        _out[port].Send(frame);
    }

    /// <summary>What went through a port so far.</summary>
    public PortCounts Counts(int port) => new(
        _in[port].Frames, _in[port].Bytes, _out[port].Frames, _out[port].Bytes, Interlocked.Read(ref _toHost[port]), _out[port].Dropped,
        _faults[port].Lost, _faults[port].Duplicated, _faults[port].Reordered, _faults[port].Corrupted);

    /// <summary>Waits until every frame that nodes have sent so far has been forwarded, or given to the host.</summary>
    public void Drain() => Array.ForEach(_in, port => port.Drain());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Ingress port in _in) port.Dispose();
        _delays.Dispose();
        foreach (Egress port in _out) port.Dispose();
    }

    private void Forward(int port, ReadOnlySpan<byte> frame)
    {
        _tap?.Invoke(port, false, frame);
        ulong destination = EthernetFrame.Destination(frame);
        if (destination == EthernetFrame.HostAddress)
        {
            Interlocked.Increment(ref _toHost[port]);
            _host(port, frame);
            return;
        }

        Volatile.Write(ref _addresses[port], EthernetFrame.Source(frame));
        int copies = 1;
        TimeSpan delay = TimeSpan.Zero;
        long sent = _options.BitsPerSecond == 0 ? 0 : _fromNodes[port].Carry(frame.Length, Stopwatch.GetTimestamp());
        if (!_options.IsFaithful)
        {
            copies = _faults[port].Decide(ref frame, out delay);
            destination = EthernetFrame.Destination(frame);
        }

        for (int copy = 0; copy < copies; copy++) Deliver(port, destination, frame, sent, delay);
    }

    private void Deliver(int from, ulong destination, ReadOnlySpan<byte> frame, long sent, TimeSpan delay)
    {
        int known = EthernetFrame.IsGroup(destination) ? -1 : Array.IndexOf(_addresses, destination);
        if (known >= 0)
        {
            if (known != from) Deliver(known, frame, sent, delay);
            return;
        }

        for (int to = 0; to < _out.Length; to++)
        {
            if (to != from) Deliver(to, frame, sent, delay);
        }
    }

    private void Deliver(int to, ReadOnlySpan<byte> frame, long sent, TimeSpan delay)
    {
        if (_options.BitsPerSecond != 0) _delays.Hold(_out[to], frame, _toNodes[to].Carry(frame.Length, sent), delay);
        else if (delay != TimeSpan.Zero) _delays.Hold(_out[to], frame, Stopwatch.GetTimestamp(), delay);
        else _out[to].Send(frame);
    }
}
