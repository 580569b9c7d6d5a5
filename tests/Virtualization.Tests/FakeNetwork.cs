using System;
using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Messages between simulated nodes: those from one node to another arrive in order, when the test says so.</summary>
internal sealed class FakeNetwork(int nodes)
{
    private readonly Queue<Message>[,] _queues = NewQueues(nodes);
    private readonly MessageTable?[] _tables = new MessageTable?[nodes];

    // Ways that somebody found full.
    private readonly bool[,] _isFull = new bool[nodes, nodes];

    /// <summary>How many messages were sent.</summary>
    public int SentCount { get; private set; }

    /// <summary>The most messages that ever waited on one way.</summary>
    public int LongestQueue { get; private set; }

    /// <summary>Called before a message reaches a node, so that the test chooses the CPU that takes it.</summary>
    public Action<int> BeforeDelivery { get; set; } = _ => { };

    /// <summary>The messenger of one node.</summary>
    public IMessenger At(ICluster cluster) => new Endpoint(this, cluster.Self.Value, _tables[cluster.Self.Value] ??= new MessageTable(cluster));

    /// <summary>The ways that have a message waiting.</summary>
    public List<(int From, int To)> Waiting()
    {
        List<(int, int)> waiting = [];
        for (int from = 0; from < nodes; from++)
        {
            for (int to = 0; to < nodes; to++)
            {
                if (_queues[from, to].Count != 0) waiting.Add((from, to));
            }
        }
        return waiting;
    }

    /// <summary>Delivers the oldest message on a way.</summary>
    public void Deliver(int from, int to)
    {
        Message message = _queues[from, to].Dequeue();
        BeforeDelivery(to);
        Deliver(from, to, message.Kind, message.Body);
        if (!_isFull[from, to]) return;
        _isFull[from, to] = false;
        BeforeDelivery(from);
        _tables[from]!.TellRoom(NodeSet.Empty.With(new NodeId((ushort)to)));
    }

    /// <summary>Delivers a message that no node has sent.</summary>
    public void Deliver(int from, int to, MessageKind kind, ReadOnlySpan<byte> body) => _tables[to]!.Dispatch(new NodeId((ushort)from), kind, new AssembledMessage(body, default));

    private static Queue<Message>[,] NewQueues(int nodes)
    {
        Queue<Message>[,] queues = new Queue<Message>[nodes, nodes];
        for (int i = 0; i < nodes * nodes; i++) queues[i / nodes, i % nodes] = [];
        return queues;
    }

    private readonly record struct Message(MessageKind Kind, byte[] Body);

    private sealed class Endpoint(FakeNetwork network, int self, MessageTable table) : TestMessenger(table)
    {
        public override bool HasRoom(NodeId to)
        {
            bool isFull = network._queues[self, to.Value].Count >= IMessenger.RoomMessages;
            network._isFull[self, to.Value] |= isFull;
            return !isFull;
        }

        public override void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default, PhysicalAddress pinned = default)
        {
            if (to.Value == self || body.Length > IMessenger.MaximumBodyBytes) throw new InvalidOperationException("not a message");
            Queue<Message> queue = network._queues[self, to.Value];
            queue.Enqueue(new Message(kind, body.ToArray()));
            network.SentCount++;
            network.LongestQueue = Math.Max(network.LongestQueue, queue.Count);
        }
    }
}
