using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;

namespace Pilevisor.Launch.Control;

/// <summary>Speaks to a cluster that somebody runs under a name.</summary>
public static class ControlClient
{
    /// <summary>Asks for something.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="request">What for.</param>
    /// <param name="cancellation">Stops waiting; what was asked for is done all the same.</param>
    /// <returns>What the cluster says, as it says it.</returns>
    /// <exception cref="LaunchException">If there is no such run, or it ends before it has answered.</exception>
    public static async IAsyncEnumerable<ControlReply> AskAsync(string name, ControlRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (ControlSocket.Problem(name) is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ControlSocket.PathOf(name)), cancellation);
        }
        catch (SocketException)
        {
            throw new LaunchException(ExitStatus.BadInput, $"no run called {name}: `up --name {name}` starts one");
        }

        await using NetworkStream stream = new(socket, ownsSocket: false);
        using StreamReader reader = new(stream);
        await using StreamWriter writer = new(stream) { AutoFlush = true };
        await writer.WriteLineAsync(JsonSerializer.Serialize(request));
        while (true)
        {
            ControlReply reply = await ReadAsync(reader, name, cancellation);
            yield return reply;
            if (reply.IsLast) yield break;
        }
    }

    private static async System.Threading.Tasks.Task<ControlReply> ReadAsync(StreamReader reader, string name, CancellationToken cancellation)
    {
        try
        {
            if (await reader.ReadLineAsync(cancellation) is { } line) return JsonSerializer.Deserialize<ControlReply>(line)!;
        }
        catch (IOException)
        {
            // It has gone, as if it had closed.
        }

        throw new LaunchException(ExitStatus.GuestDied, $"the run {name} ended before it had answered");
    }
}
