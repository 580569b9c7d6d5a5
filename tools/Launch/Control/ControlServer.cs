using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Control;

/// <summary>Lets others speak to a running cluster by its name: a request a connection.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    private const int MostTries = 10;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly Cluster _cluster;
    private readonly string _path;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    private ControlServer(Cluster cluster, string path, Socket listener)
    {
        (_cluster, _path, _listener) = (cluster, path, listener);
        _serving = ServeAsync();
    }

    /// <summary>Why no run can have a name; null if one can.</summary>
    public static string? Problem(string name)
    {
        if (ControlSocket.Problem(name) is { } problem) return problem;
        return IsAnswered(ControlSocket.PathOf(name)) ? $"a run called {name} is there already: choose another name" : null;
    }

    /// <summary>From now on the cluster is spoken to by its name.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="name">A name that <see cref="Problem"/> has nothing against.</param>
    public static ControlServer Start(Cluster cluster, string name)
    {
        string path = ControlSocket.PathOf(name);
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        for (int tries = 1; !TryBind(listener, path); tries++)
        {
            if (tries == MostTries) throw new LaunchException(ExitStatus.InputOutput, $"no socket can be made at {path}, by which others are to speak to the run {name}");
        }

        listener.Listen();
        return new ControlServer(cluster, path, listener);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        File.Delete(_path);
        ControlSocket.RemoveDirectory();
        _stop.Dispose();
        _oneAtATime.Dispose();
    }

    // Another run that ends may remove the directory right now.
    private static bool TryBind(Socket listener, string path)
    {
        ControlSocket.MakeDirectory();
        try
        {
            // What a run left that was killed: nobody answers there.
            if (File.Exists(path)) File.Delete(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static bool IsAnswered(string path)
    {
        if (!File.Exists(path)) return false;
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            await using NetworkStream stream = new(socket, ownsSocket: true);
            using StreamReader reader = new(stream);
            await using StreamWriter writer = new(stream) { AutoFlush = true };
            ControlRequest? request = await reader.ReadLineAsync(_stop.Token) is { } line ? JsonSerializer.Deserialize<ControlRequest>(line) : null;
            Task answer = request?.Command switch
            {
                "nodes" => SayAsync(writer, new ControlReply(true, Nodes: _cluster.Nodes.Select(StateOf).ToArray())),
                "add" => AddAsync(writer, request),
                "remove" when request.Node is { } node => RemoveAsync(writer, node),
                "watch" => WatchAsync(writer),
                _ => SayAsync(writer, new ControlReply(true, "no such request: nodes, add, remove and watch are those that there are")),
            };
            await answer;
        }
        catch (Exception e) when (e is IOException or JsonException or OperationCanceledException)
        {
            // Whoever asked has gone, asked for nothing, or the run ends.
        }
    }

    // Until the run ends, or whoever watches goes.
    private async Task WatchAsync(StreamWriter writer)
    {
        await foreach (ClusterSample sample in _cluster.WatchAsync(_stop.Token)) await SayAsync(writer, new ControlReply(false, Sample: sample));
        await SayAsync(writer, new ControlReply(true));
    }

    private async Task AddAsync(StreamWriter writer, ControlRequest request)
    {
        await _oneAtATime.WaitAsync(_stop.Token);
        try
        {
            if (_cluster.FreePlace is not { } place)
            {
                await SayAsync(writer, new ControlReply(true, $"there is room for {_cluster.Nodes.Count} nodes, and all places are taken: up --most-nodes keeps more"));
                return;
            }

            NodeAddition addition = new(place, TimeSpan.Zero, request.Cpus, request.MemoryBytes);
            if (ConfigurationCheck.AdditionProblem(_cluster.Configuration, _cluster.Board, addition) is { } problem) await SayAsync(writer, new ControlReply(true, problem));
            else await AddAsync(writer, addition);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task AddAsync(StreamWriter writer, NodeAddition addition)
    {
        Channel<ClusterEvent> events = Channel.CreateUnbounded<ClusterEvent>();
        void Take(ClusterEvent happened)
        {
            if (happened.Node == addition.Node) events.Writer.TryWrite(happened);
        }

        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        late.CancelAfter(_patience);
        _cluster.Changed += Take;
        try
        {
            await _cluster.AddAsync(addition);
            ClusterEvent happened;
            do
            {
                happened = await events.Reader.ReadAsync(late.Token);
                await SayAsync(writer, new ControlReply(false, Event: happened));
            }
            while (happened.Event is not ("running" or "lost"));
            await SayAsync(writer, new ControlReply(true, happened.Event == "lost" ? $"node {addition.Node} has not joined: its machine {Cluster.LossOf(_cluster.Nodes[addition.Node])}" : null));
        }
        catch (LaunchException e)
        {
            await SayAsync(writer, new ControlReply(true, e.Message));
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            ClusterNode node = _cluster.Nodes[addition.Node];
            await SayAsync(writer, new ControlReply(true, $"after {_patience.TotalSeconds:0} s node {node.Index} is {StateOf(node).State}, and the guest uses {ByteSize.Format(node.PluggedBytes)} and {node.Status?.Vcpus ?? 0} CPUs of it: does its user space take what is added? docs/operations.md says how"));
        }
        finally
        {
            _cluster.Changed -= Take;
        }
    }

    private async Task RemoveAsync(StreamWriter writer, int node)
    {
        Channel<ClusterEvent> events = Channel.CreateUnbounded<ClusterEvent>();
        void Take(ClusterEvent happened)
        {
            if (happened.Node == node) events.Writer.TryWrite(happened);
        }

        _cluster.Changed += Take;
        try
        {
            Task<string?> removal = _cluster.RemoveAsync(node, _stop.Token);
            _ = removal.ContinueWith(_ => events.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await foreach (ClusterEvent happened in events.Reader.ReadAllAsync(_stop.Token)) await SayAsync(writer, new ControlReply(false, Event: happened));
            await SayAsync(writer, new ControlReply(true, await removal));
        }
        finally
        {
            _cluster.Changed -= Take;
        }
    }

    private NodeState StateOf(ClusterNode node)
    {
        bool isFirst = node.Index < _cluster.Configuration.Nodes;
        string state = !node.IsStarted ? "free" : node.Process!.Ended.IsCompleted ? "ended" : node.Step;
        if (!node.IsStarted || node.Status is not { } status) return new NodeState(node.Index, state, 0, 0, 0, 0, 0, 0);
        return new NodeState(node.Index, state, (int)status.Cpus, (int)status.Vcpus, (long)status.GivenBytes, isFirst ? (long)status.GivenBytes : node.PluggedBytes, (long)status.CachedBytes, (long)status.Misses);
    }

    private static Task SayAsync(StreamWriter writer, ControlReply reply) => writer.WriteLineAsync(JsonSerializer.Serialize(reply));
}
