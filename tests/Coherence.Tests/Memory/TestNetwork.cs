using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>
/// Nodes that share a clock and send each other messages, which arrive in order, one each time somebody waits; which channel is next is chosen by a seed. A page stays in its sender's frame for long after it has arrived, as if it had
/// to be sent again.
/// </summary>
internal sealed class TestNetwork : IDisposable
{
    public const ulong WindowBytes = 2 << 20;
    public const uint WindowPages = (uint)(WindowBytes >> GranuleNumber.Shift);

    private readonly Queue<TestMessage>[] _channels;
    private const int UnacknowledgedMessages = 24;

    private readonly Queue<TestMessage> _unacknowledged = [];
    private readonly Random _random;
    private readonly Func<int, TestNode> _create;

    public TestNetwork(
        int nodes,
        uint cacheFrames = 64,
        ulong holdMicroseconds = 0,
        int seed = 1,
        Func<ICounter, IPrefetchPolicy>? prefetch = null,
        Func<IProtocolWorld, ICoherenceProtocol>? protocol = null,
        IPageGeometry? geometry = null)
    {
        geometry ??= new SmallPages();
        _random = new Random(seed);
        protocol ??= world => new OwnerDirectory(world, new OwnerDirectoryOptions(false, false));
        _channels = new Queue<TestMessage>[nodes * nodes];
        for (int i = 0; i < _channels.Length; i++) _channels[i] = [];
        Nodes = new TestNode[nodes];
        _create = i => new TestNode(
            this, new TestCluster(new NodeId((ushort)i), nodes, WindowBytes), new MemoryAggregationOptions(cacheFrames * geometry.UnitBytes(), holdMicroseconds), geometry, prefetch?.Invoke(Counter) ?? new NoPrefetch(), protocol);
        for (int i = 0; i < nodes; i++) Nodes[i] = _create(i);
    }

    /// <summary>Who has left: nobody may send it anything.</summary>
    public NodeId? Gone { get; set; }

    /// <summary>Who has died: what is sent to it is dropped, and what it sent is heard by those who do not know yet.</summary>
    public NodeId? Dead { get; private set; }

    /// <summary>How much was sent to the dead.</summary>
    public int SentToDead { get; private set; }

    private NodeSet _knowing = NodeSet.Empty;

    /// <summary>A node dies.</summary>
    public void Kill(NodeId node)
    {
        (Dead, _knowing, SentToDead) = (node, NodeSet.Empty, 0);
        for (int from = 0; from < Nodes.Length; from++) _channels[(from * Nodes.Length) + node.Value].Clear();
    }

    /// <summary>From now on <paramref name="node"/> hears nothing of the dead.</summary>
    public void Know(NodeId node) => _knowing = _knowing.With(node);

    /// <summary>Another machine takes the place of a node that has left.</summary>
    public void Renew(NodeId node)
    {
        Gone = Dead = null;
        for (int other = 0; other < Nodes.Length; other++) _channels[(node.Value * Nodes.Length) + other].Clear();
        Nodes[node.Value].Dispose();
        Nodes[node.Value] = _create(node.Value);
    }

    /// <summary>Whether anything is on its way to a node or from it.</summary>
    public bool IsSpokenTo(NodeId node) => Enumerable.Range(0, Nodes.Length).Any(other => _channels[(other * Nodes.Length) + node.Value].Count + _channels[(node.Value * Nodes.Length) + other].Count != 0);

    public TestNode[] Nodes { get; }

    public FakeCounter Counter { get; } = new();

    public int Messages { get; private set; }

    public int Pages { get; private set; }

    public static GranuleNumber Page(int node, uint index) => new(0x40000 + ((uint)node * WindowPages) + index);

    /// <summary>The page that <see cref="Page"/> is where units are granules: its number.</summary>
    public static PageNumber Unit(int node, uint index) => new SmallPages().UnitOf(Page(node, index));

    public void Post(NodeId from, NodeId to, TestMessage message)
    {
        if (to == Dead || from == Dead)
        {
            SentToDead++;
            return;
        }
        if (to == Gone || from == Gone) throw new InvalidOperationException($"{from} sends {to} something, and one of them has left");
        Messages++;
        if (message.Page is not null) Pages++;
        _channels[(from.Value * Nodes.Length) + to.Value].Enqueue(message);
    }

    /// <summary>A frame of <paramref name="from"/> is about to be written: what was sent from there and has not arrived is copied.</summary>
    public void Unpin(NodeId from, PhysicalAddress frame)
    {
        foreach (TestMessage message in _channels[(from.Value * Nodes.Length)..((from.Value + 1) * Nodes.Length)].SelectMany(channel => channel).Concat(_unacknowledged))
        {
            if (message.Page is not null && message.From == from && message.Frame.Value == frame.Value) message.Copy ??= message.Page();
        }
    }

    /// <summary>Time goes on, timers fire, and one message arrives if one is under way.</summary>
    public bool Advance()
    {
        Counter.AdvanceMicroseconds(5);
        foreach (TestNode node in Nodes)
        {
            if (node.Self != Dead) node.Timers.RunDue();
        }
        List<int> busy = [];
        for (int i = 0; i < _channels.Length; i++)
        {
            if (_channels[i].Count != 0) busy.Add(i);
        }
        if (busy.Count == 0) return false;
        Deliver(busy[_random.Next(busy.Count)]);
        return true;
    }

    /// <summary>Whether a message is on its way to <paramref name="node"/>.</summary>
    public bool IsAwaited(NodeId node) => Waiting(node).Count != 0;

    /// <summary>One message arrives at <paramref name="node"/>, if one is on its way there.</summary>
    public void Deliver(NodeId node)
    {
        List<int> busy = Waiting(node);
        if (busy.Count != 0) Deliver(busy[_random.Next(busy.Count)]);
    }

    public void AdvanceUntil(Func<bool> condition)
    {
        for (int i = 0; !condition(); i++)
        {
            if (i == 100_000) throw new InvalidOperationException("what is waited for does not happen");
            Advance();
        }
    }

    public void Drain()
    {
        for (int i = 0; i < 100_000; i++)
        {
            if (!Advance()) return;
        }
        throw new InvalidOperationException("messages go on for ever");
    }

    private static void RequireUnchanged(TestMessage message)
    {
        if (!message.Content.AsSpan().SequenceEqual(message.Arrived)) throw new InvalidOperationException("a page changed before it was acknowledged");
    }

    private void Deliver(int channel)
    {
        TestMessage message = _channels[channel].Dequeue();
        if (message.From == Dead && _knowing.Contains(new NodeId((ushort)(channel % Nodes.Length)))) return;
        message.Arrived = message.Content;
        _unacknowledged.Enqueue(message);
        Nodes[channel % Nodes.Length].Deliver(message.From, message.Kind, message.Body, message.Arrived);
        if (_unacknowledged.Count > UnacknowledgedMessages) RequireUnchanged(_unacknowledged.Dequeue());
    }

    private List<int> Waiting(NodeId node)
    {
        List<int> busy = [];
        for (int i = node.Value; i < _channels.Length; i += Nodes.Length)
        {
            if (_channels[i].Count != 0) busy.Add(i);
        }
        return busy;
    }

    public void Dispose()
    {
        foreach (TestNode node in Nodes) node.Dispose();
    }
}
