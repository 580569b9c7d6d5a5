using System;
using System.Net.Sockets;

namespace Pilevisor.Switch.Tests;

/// <summary>What QEMU's -netdev dgram is to the switch: one socket of its own, frames as datagrams.</summary>
internal sealed class TestNode : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _switch;
    private readonly byte[] _buffer = new byte[EthernetFrame.MaximumBytes];

    public TestNode(EthernetSwitch network, int port)
    {
        Address = 0x5254_0050_5600ul | (uint)port;
        _switch = new UnixDomainSocketEndPoint(network.SwitchPath(port));
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000, SendTimeout = 5000 };
        _socket.Bind(new UnixDomainSocketEndPoint(network.NodePath(port)));
    }

    public const ulong Broadcast = 0xffff_ffff_ffff;

    public ulong Address { get; }

    public void Send(ulong destination, params ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[EthernetFrame.HeaderBytes + payload.Length];
        WriteAddress(frame, destination);
        WriteAddress(frame.AsSpan(6), Address);
        (frame[12], frame[13]) = (0x88, 0xb5);
        payload.CopyTo(frame.AsSpan(EthernetFrame.HeaderBytes));
        _socket.SendTo(frame, _switch);
    }

    /// <summary>The next frame's payload; an exception after five seconds without one.</summary>
    public ReadOnlySpan<byte> Receive()
    {
        int length = _socket.Receive(_buffer);
        return _buffer.AsSpan(EthernetFrame.HeaderBytes, length - EthernetFrame.HeaderBytes);
    }

    public bool HasFrame => _socket.Available > 0;

    public void Dispose() => _socket.Dispose();

    private static void WriteAddress(Span<byte> to, ulong address)
    {
        for (int i = 0; i < 6; i++) to[i] = (byte)(address >> (40 - (8 * i)));
    }
}
