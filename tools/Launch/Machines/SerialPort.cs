using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Machines;

/// <summary>The host's end of a machine's serial port.</summary>
public sealed class SerialPort : IDisposable
{
    private readonly Socket _listener;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource<NetworkStream> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Listens at <paramref name="path"/>, before the machine starts.</summary>
    public SerialPort(string path)
    {
        Path = path;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    /// <summary>Where the machine connects.</summary>
    public string Path { get; }

    /// <summary>Takes the machine's connection and gives all it writes to <paramref name="receive"/>, until it ends.</summary>
    public async Task ReadAsync(Action<ReadOnlyMemory<byte>> receive, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            await using NetworkStream stream = new(await _listener.AcceptAsync(cancellation), ownsSocket: true);
            _connected.TrySetResult(stream);
            for (int length; (length = await stream.ReadAsync(buffer, cancellation)) > 0;) receive(buffer.AsMemory(0, length));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The machine has gone, or is about to.
            _connected.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Writes to the machine, one write after the other, each as soon as the machine takes it; bytes for a machine that has gone are dropped.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        NetworkStream stream = await _connected.Task.WaitAsync(cancellation);
        await _writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(bytes, cancellation);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // As on a real line, nobody is told.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _writing.Dispose();
    }
}
