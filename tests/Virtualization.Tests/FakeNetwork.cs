using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Messages between simulated nodes: those from one node to another arrive in order, when the test says so.</summary>
internal sealed class FakeNetwork(int nodes)
{
    private readonly Queue<Message>[,] _queues = NewQueues(nodes);
    private readonly Dictionary<MessageKind, MessageHandler>[] _handlers = NewHandlers(nodes);

    /// <summary>How many messages were sent.</summary>
    public int SentCount { get; private set; }

    /// <summary>The most messages that ever waited on one way.</summary>
    public int LongestQueue { get; private set; }

    /// <summary>Called before a message reaches a node, so that the test chooses the CPU that takes it.</summary>
    public Action<int> BeforeDelivery { get; set; } = _ => { };

    /// <summary>The messenger of one node.</summary>
    public IMessenger At(int node) => new Endpoint(this, node);

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
        _handlers[to][message.Kind].Receive(new NodeId((ushort)from), message.Kind, message.Body, default);
    }

    private static Queue<Message>[,] NewQueues(int nodes)
    {
        Queue<Message>[,] queues = new Queue<Message>[nodes, nodes];
        for (int i = 0; i < nodes * nodes; i++) queues[i / nodes, i % nodes] = [];
        return queues;
    }

    private static Dictionary<MessageKind, MessageHandler>[] NewHandlers(int nodes)
    {
        Dictionary<MessageKind, MessageHandler>[] handlers = new Dictionary<MessageKind, MessageHandler>[nodes];
        for (int i = 0; i < nodes; i++) handlers[i] = [];
        return handlers;
    }

    private readonly record struct Message(MessageKind Kind, byte[] Body);

    private sealed class Endpoint(FakeNetwork network, int self) : IMessenger
    {
        public void Register(MessageKind kind, MessageHandler handler) => network._handlers[self].Add(kind, handler);

        public void Gather(NodeId to, MessageKind kind, byte value)
        {
            GatheredBytes bytes = default;
            bytes.Add(value);
            Send(to, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<GatheredBytes>(in bytes)));
        }

        public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default)
        {
            if (to.Value == self || body.Length > IMessenger.MaximumBodyBytes) throw new InvalidOperationException("not a message");
            Queue<Message> queue = network._queues[self, to.Value];
            queue.Enqueue(new Message(kind, body.ToArray()));
            network.SentCount++;
            network.LongestQueue = Math.Max(network.LongestQueue, queue.Count);
        }
    }
}
