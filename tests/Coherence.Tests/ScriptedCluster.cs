using System;
using System.Collections.Generic;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>Nodes with one page, whose home is node 0. Messages arrive when a test says so; all that is sent is written down.</summary>
internal sealed class ScriptedCluster : IDisposable
{
    private readonly ScriptedNode[] _nodes;
    private readonly List<(NodeId From, NodeId To, CoherenceMessage Message, int? Content)> _underWay = [];

    public ScriptedCluster(int nodes, bool holds = false)
    {
        _nodes = new ScriptedNode[nodes];
        for (int i = 0; i < nodes; i++) _nodes[i] = new ScriptedNode(this, new NodeId((ushort)i), holds);
    }

    /// <summary>How many nodes there are.</summary>
    public int Nodes => _nodes.Length;

    public static PageNumber Page => new(0x40000);

    /// <summary>What was sent since the last look: sender, receiver, kind, and "page" if the content went along.</summary>
    private List<string> Sent { get; } = [];

    public ScriptedNode this[int node] => _nodes[node];

    public void Post(NodeId from, NodeId to, CoherenceMessage message, int? content)
    {
        _underWay.Add((from, to, message, content));
        Sent.Add($"{from.Value} -> {to.Value} {(MsiDirectoryMessage)message.Kind}{(content is null ? string.Empty : " page")}");
    }

    /// <summary>The oldest message from one node to another arrives.</summary>
    public void Deliver(int from, int to)
    {
        int index = _underWay.FindIndex(message => message.From.Value == from && message.To.Value == to);
        (NodeId sender, NodeId receiver, CoherenceMessage message, int? content) = _underWay[index];
        _underWay.RemoveAt(index);
        _nodes[receiver.Value].Receive(sender, message, content);
    }

    /// <summary>All messages arrive, in the order they were sent.</summary>
    public void DeliverAll()
    {
        while (_underWay.Count != 0) Deliver(_underWay[0].From.Value, _underWay[0].To.Value);
    }

    public string[] TakeSent()
    {
        string[] sent = [.. Sent];
        Sent.Clear();
        return sent;
    }

    /// <summary>A node reads, and is answered.</summary>
    public void Read(int node) => Finish(node, AccessKind.Read);

    /// <summary>A node writes, after it was answered.</summary>
    public void Write(int node, int content)
    {
        Finish(node, AccessKind.Write);
        _nodes[node].Content = content;
    }

    public void Dispose()
    {
        foreach (ScriptedNode node in _nodes) node.Dispose();
    }

    private void Finish(int node, AccessKind kind)
    {
        if (!_nodes[node].Access(kind)) DeliverAll();
        Assert.True(_nodes[node].Access(kind), $"node {node} does not get the page");
    }
}
