using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>Nodes with one page, whose home is node 0. Messages arrive when a test says so; all that is sent is written down.</summary>
internal sealed class ScriptedCluster : IDisposable
{
    private readonly Dictionary<int, ScriptedNode> _nodes;
    private readonly Func<IProtocolWorld, ICoherenceProtocol> _create;
    private readonly Func<byte, string> _nameOf;
    private readonly List<(NodeId From, NodeId To, CoherenceMessage Message, int? Content)> _underWay = [];

    private ScriptedCluster(Func<IProtocolWorld, ICoherenceProtocol> create, Func<byte, string> nameOf, int nodes, IEnumerable<int> present, bool holds)
    {
        _create = create;
        _nameOf = nameOf;
        Nodes = nodes;
        Holds = holds;
        _nodes = present.ToDictionary(number => number, number => new ScriptedNode(this, new NodeId((ushort)number)));
    }

    public static PageNumber Page => new(0x40000);

    /// <summary>How many nodes the protocol is told of.</summary>
    public int Nodes { get; }

    /// <summary>Whether a page just won is held.</summary>
    public bool Holds { get; }

    /// <summary>What was sent since the last <see cref="TakeSent"/>: sender, receiver, kind, and "page" if the content went along.</summary>
    public List<string> Sent { get; } = [];

    public ScriptedNode this[int node] => _nodes[node];

    public static ScriptedCluster OfMsiDirectory(int nodes, bool holds = false) => OfCentralDirectory(world => new MsiDirectory(world), nodes, holds);

    public static ScriptedCluster OfMesiDirectory(int nodes, bool holds = false) => OfCentralDirectory(world => new MesiDirectory(world), nodes, holds);

    public static ScriptedCluster OfMigratoryDirectory(int nodes) => OfCentralDirectory(world => new MigratoryDirectory(world), nodes, false);

    public static ScriptedCluster OfSingleCopy(int nodes, bool holds = false) =>
        new(world => new SingleCopy(world), kind => $"{(SingleCopyMessage)kind}", nodes, Enumerable.Range(0, nodes), holds);

    public static ScriptedCluster OfDynamicOwner(int nodes, bool holds = false) =>
        new(world => new DynamicOwner(world), kind => $"{(DynamicOwnerMessage)kind}", nodes, Enumerable.Range(0, nodes), holds);

    /// <summary>Only the nodes of <paramref name="present"/> are there; the others must not be sent anything.</summary>
    public static ScriptedCluster OfOwnerDirectory(int nodes, params int[] present) =>
        new(world => new OwnerDirectory(world, new OwnerDirectoryOptions(false, false)), kind => $"{(OwnerDirectoryMessage)kind}", nodes, present, false);

    public ICoherenceProtocol Create(IProtocolWorld world) => _create(world);

    public void Post(NodeId from, NodeId to, CoherenceMessage message, int? content)
    {
        _underWay.Add((from, to, message, content));
        Sent.Add($"{from.Value} -> {to.Value} {_nameOf(message.Kind)}{(content is null ? string.Empty : " page")}");
    }

    /// <summary>The oldest message from one node to another arrives.</summary>
    public void Deliver(int from, int to) => DeliverAt(_underWay.FindIndex(message => message.From.Value == from && message.To.Value == to));

    /// <summary>All messages arrive, and what they cause, in the order they were sent.</summary>
    public void DeliverAll() => DeliverAllBut(null);

    /// <summary>All messages arrive, and what they cause, in the order they were sent, but for what <paramref name="late"/> sends to node 0.</summary>
    public void DeliverAllBut(int? late)
    {
        while (true)
        {
            int next = _underWay.FindIndex(message => message.From.Value != late || message.To.Value != 0);
            if (next < 0) return;
            DeliverAt(next);
        }
    }

    public string[] TakeSent()
    {
        string[] sent = [.. Sent];
        Sent.Clear();
        return sent;
    }

    /// <summary>A node asks for the page, and is answered.</summary>
    public void Access(int node, AccessKind kind)
    {
        if (!_nodes[node].Access(kind)) DeliverAll();
        Assert.True(_nodes[node].Access(kind), $"node {node} does not get the page");
    }

    /// <summary>A node reads, and is answered.</summary>
    public void Read(int node) => Access(node, AccessKind.Read);

    /// <summary>A node writes, after it was answered.</summary>
    public void Write(int node, int content)
    {
        Access(node, AccessKind.Write);
        _nodes[node].Content = content;
    }

    public void Dispose()
    {
        foreach (ScriptedNode node in _nodes.Values) node.Dispose();
    }

    private static ScriptedCluster OfCentralDirectory(Func<IProtocolWorld, ICoherenceProtocol> create, int nodes, bool holds) =>
        new(create, kind => $"{(CentralDirectoryMessage)kind}", nodes, Enumerable.Range(0, nodes), holds);

    private void DeliverAt(int index)
    {
        (NodeId from, NodeId to, CoherenceMessage message, int? content) = _underWay[index];
        _underWay.RemoveAt(index);
        _nodes[to.Value].Receive(from, message, content);
    }
}
