using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Messages between nodes in one process, delivered in order when a test says so.</summary>
internal sealed class LoopbackMessenger
{
    private readonly Dictionary<(ushort Node, MessageKind Kind), MessageHandler> _handlers = [];
    private readonly Queue<(NodeId From, NodeId To, MessageKind Kind, byte[] Body)> _underWay = [];

    public List<MessageKind> Sent { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    public int UnderWay => _underWay.Count;

    public IMessenger Connect(NodeId node) => new Endpoint(this, node);

    /// <summary>A node sends what it should not.</summary>
    public void Deliver(NodeId from, NodeId to, MessageKind kind, byte[] body) => _handlers[(to.Value, kind)].Receive(from, kind, body, default);

    /// <summary>Delivers what is under way, what that causes included.</summary>
    public void DeliverAll()
    {
        while (_underWay.TryDequeue(out (NodeId From, NodeId To, MessageKind Kind, byte[] Body) message))
        {
            _handlers[(message.To.Value, message.Kind)].Receive(message.From, message.Kind, message.Body, default);
        }
    }

    private sealed class Endpoint(LoopbackMessenger network, NodeId self) : IMessenger
    {
        public void Register(MessageKind kind, MessageHandler handler) => network._handlers.Add((self.Value, kind), handler);

        public void Gather(NodeId to, MessageKind kind, byte value)
        {
            GatheredBytes bytes = default;
            bytes.Add(value);
            Send(to, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<GatheredBytes>(in bytes)));
        }

        public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default)
        {
            Panic.Unless(to != self, "a message to oneself");
            network.Sent.Add(kind);
            network.Bodies.Add(body.ToArray());
            network._underWay.Enqueue((self, to, kind, body.ToArray()));
        }
    }
}
