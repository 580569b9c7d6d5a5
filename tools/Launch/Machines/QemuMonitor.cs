using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Machines;

/// <summary>A running machine's monitor (QEMU's human monitor protocol).</summary>
public sealed class QemuMonitor : IDisposable
{
    private const string Prompt = "(qemu) ";
    private const string Unknown = "unknown command";
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private QemuMonitor()
    {
    }

    /// <summary>Connects and waits until the monitor is ready.</summary>
    /// <param name="path">Its socket.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task<QemuMonitor> ConnectAsync(string path, CancellationToken cancellation)
    {
        QemuMonitor monitor = new();
        await monitor._socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        await monitor.ReadAsync(cancellation);
        return monitor;
    }

    /// <summary>Runs a command. Returns once it is done.</summary>
    /// <exception cref="LaunchException">If this QEMU does not know the command, or the machine ended.</exception>
    public async Task RunAsync(string command, CancellationToken cancellation)
    {
        await _socket.SendAsync(Encoding.ASCII.GetBytes(command + "\n"), cancellation);
        string answer = await ReadAsync(cancellation);
        if (answer.Contains(Unknown, StringComparison.Ordinal)) throw new LaunchException(ExitStatus.Unavailable, $"this QEMU's monitor does not know `{command}`: QEMU 7.2, as in Debian 12, does");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        while (!answer.ToString().EndsWith(Prompt, StringComparison.Ordinal))
        {
            int length = await _socket.ReceiveAsync(buffer, cancellation);
            if (length == 0) throw new LaunchException(ExitStatus.GuestDied, "the machine ended while its monitor was asked");
            answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        return answer.ToString();
    }
}
