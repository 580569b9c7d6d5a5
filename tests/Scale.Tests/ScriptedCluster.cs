using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Scale.Tests;

/// <summary>A large cluster of which only some nodes are there. Messages arrive when a test says so.</summary>
internal sealed class ScriptedCluster : IDisposable
{
    private readonly ProtocolInfo _protocol;
    private readonly Dictionary<int, ScriptedNode> _nodes;
    private readonly List<(int From, int To, CoherenceMessage Message, int Content)> _underWay = [];

    public ScriptedCluster(string protocol, int nodes, params int[] present)
    {
        _protocol = ProtocolCatalog.Named(protocol)[0];
        Nodes = nodes;
        _nodes = present.ToDictionary(number => number, number => new ScriptedNode(this, number));
    }

    public static PageNumber Page => new(0x40000);

    public int Nodes { get; }

    /// <summary>Everything that was sent: sender, receiver, kind, and "page" if the content went along.</summary>
    public List<string> Sent { get; } = [];

    public ScriptedNode this[int node] => _nodes[node];

    public ICoherenceProtocol Create(IProtocolWorld world) => _protocol.Create(world);

    public void Post(NodeId from, NodeId to, CoherenceMessage message, int content)
    {
        _underWay.Add((from.Value, to.Value, message, content));
        Sent.Add($"{from.Value} -> {to.Value} {_protocol.MessageName(message.Kind)}{(content < 0 ? "" : " page")}");
    }

    /// <summary>All messages arrive, and what they cause, in the order they were sent, but for what <paramref name="late"/> sends to node 0.</summary>
    public void DeliverAllBut(int late)
    {
        while (true)
        {
            int next = _underWay.FindIndex(message => message.From != late || message.To != 0);
            if (next < 0) return;
            (int from, int to, CoherenceMessage message, int content) = _underWay[next];
            _underWay.RemoveAt(next);
            _nodes[to].Receive(new NodeId((ushort)from), message, content);
        }
    }

    public void DeliverAll() => DeliverAllBut(-1);

    public void Dispose()
    {
        foreach (ScriptedNode node in _nodes.Values) node.Dispose();
    }
}
