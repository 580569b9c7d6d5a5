using System;
using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Messages between nodes in one process, delivered in order when a test says so.</summary>
internal sealed class LoopbackMessenger
{
    private readonly Dictionary<ushort, MessageTable> _tables = [];
    private readonly Queue<(NodeId From, NodeId To, MessageKind Kind, byte[] Body)> _underWay = [];

    public List<MessageKind> Sent { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    public int UnderWay => _underWay.Count;

    public IMessenger Connect(ICluster cluster)
    {
        MessageTable table = new(cluster);
        _tables.Add(cluster.Self.Value, table);
        return new Endpoint(this, cluster.Self, table);
    }

    /// <summary>A node sends what it should not.</summary>
    public void Deliver(NodeId from, NodeId to, MessageKind kind, ReadOnlySpan<byte> body) => _tables[to.Value].Dispatch(from, kind, new AssembledMessage(body, default));

    /// <summary>Delivers what is under way, what that causes included.</summary>
    public void DeliverAll()
    {
        while (_underWay.TryDequeue(out (NodeId From, NodeId To, MessageKind Kind, byte[] Body) message))
        {
            Deliver(message.From, message.To, message.Kind, message.Body);
        }
    }

    private sealed class Endpoint(LoopbackMessenger network, NodeId self, MessageTable table) : TestMessenger(table)
    {
        public override void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default, PhysicalAddress pinned = default)
        {
            Panic.Unless(to != self, "a message to oneself");
            network.Sent.Add(kind);
            network.Bodies.Add(body.ToArray());
            network._underWay.Enqueue((self, to, kind, body.ToArray()));
        }
    }
}
