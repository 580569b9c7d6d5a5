using System;
using System.IO;
using System.Net.Sockets;

namespace Pilevisor.Switch;

/// <summary>The sending side towards a node that may not have started yet, or may have gone. Never blocks, and throws nothing once connected.</summary>
/// <param name="path">Where the node binds its socket.</param>
internal sealed class NodeSocket(string path) : IDisposable
{
    private const int SendBufferBytes = 4 << 20;
    private Socket? _socket;

    /// <summary>Hands a frame to the node.</summary>
    public SendOutcome Send(ReadOnlySpan<byte> frame)
    {
        if (_socket is null && !Connect()) return SendOutcome.Absent;
        _socket!.Send(frame, SocketFlags.None, out SocketError error);
        if (error == SocketError.Success) return SendOutcome.Sent;
        if (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.IOPending) return SendOutcome.Full;
        Dispose();
        return SendOutcome.Absent;
    }

    /// <summary>Waits until the node takes frames again.</summary>
    /// <param name="microseconds">How long at most.</param>
    public void WaitWritable(int microseconds) => _socket?.Poll(microseconds, SelectMode.SelectWrite);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    // The file appears when the node binds; looking first keeps the frames before that from costing an exception each.
    private bool Connect()
    {
        if (!File.Exists(path)) return false;
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendBufferSize = SendBufferBytes };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return false;
        }

        socket.Blocking = false;
        _socket = socket;
        return true;
    }
}
