using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>What this node knows of its cluster: the epoch from discovery on, everything else once the leader has described it, and which nodes are there by its views.</summary>
public sealed class ClusterDescription : ICluster
{
    private readonly NodeDescription[] _nodes = new NodeDescription[NodeId.MaximumNodes];
    private NodeId _self = FrameHeader.Unassigned;
    private int _nodeCount;

    /// <summary>The run this node takes part in; 0 before it has heard of one.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>Whether the cluster is described: from then on the members below may be asked.</summary>
    public bool IsDescribed => _nodeCount != 0;

    /// <summary>This node, or <see cref="FrameHeader.Unassigned"/> before it is described.</summary>
    public NodeId SelfOrUnassigned => _self;

    /// <inheritdoc/>
    public NodeId Self
    {
        get
        {
            RequireDescribed();
            return _self;
        }
    }

    /// <inheritdoc/>
    public int NodeCount
    {
        get
        {
            RequireDescribed();
            return _nodeCount;
        }
    }

    /// <inheritdoc/>
    public NodeDescription this[NodeId node]
    {
        get
        {
            if (node.Value >= _nodeCount) Refuse(node);
            return _nodes[node.Value];
        }
    }

    /// <summary>Which nodes are there.</summary>
    public ViewAgreement Views { get; } = new();

    /// <summary>The number of the view that counts, or of the one that is being agreed on: bring-up's is 0.</summary>
    public uint View => Views.View;

    /// <summary>How many nodes have a place: those that are about to leave are among them.</summary>
    public int PlacedCount => Views.Placed.Count;

    /// <summary>Whether a place is free.</summary>
    public bool HasFreePlace => PlacedCount < _nodeCount;

    /// <summary>Whether a view is being agreed on.</summary>
    public bool IsChanging => Views.IsChanging;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPresent(NodeId node) => Views.IsPresent(node);

    /// <inheritdoc/>
    public bool IsConnected(NodeId node) => Views.IsConnected(node);

    /// <inheritdoc/>
    public bool TakesWork(NodeId node) => Views.TakesWork(node);

    /// <summary>Whether <paramref name="node"/> is another node that has a place and is not known to be dead, and <paramref name="address"/> the one it joined with.</summary>
    public bool IsPeer(NodeId node, MacAddress address) => node != _self && IsPlaced(node, address) && !Views.Dead.Contains(node);

    /// <summary>Whether <paramref name="node"/>, any number, is there, dead or alive, and is the machine with <paramref name="address"/>.</summary>
    internal bool IsPlaced(NodeId node, MacAddress address) => node.Value < _nodeCount && Views.Placed.Contains(node) && _nodes[node.Value].Address.Value == address.Value;

    /// <summary>Whether the machine with <paramref name="address"/> is a node that has a place.</summary>
    public bool IsPlacedAt(MacAddress address)
    {
        for (int i = 0; i < _nodeCount; i++)
        {
            if (_nodes[i].Address.Value == address.Value && Views.Placed.Contains(new NodeId((ushort)i))) return true;
        }
        return false;
    }

    /// <summary>Takes part in the run <paramref name="epoch"/> from now on. May change until the cluster is described.</summary>
    public void Join(ulong epoch)
    {
        Panic.Unless(!IsDescribed, "a node that is in a cluster joins another run");
        Epoch = epoch;
    }

    /// <summary>Makes <paramref name="nodes"/> the cluster, with this node as number <paramref name="self"/>. Once. Those whose address is known are there.</summary>
    public void Describe(NodeId self, ReadOnlySpan<NodeDescription> nodes, uint view = 0)
    {
        Panic.Unless(!IsDescribed, "the cluster is described twice");
        Panic.Unless(self.Value < nodes.Length && nodes.Length <= NodeId.MaximumNodes, "a cluster description without this node");
        nodes.CopyTo(_nodes);
        _self = self;
        _nodeCount = nodes.Length;
        NodeSet present = NodeSet.Empty;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Address.Value != 0) present = present.With(new NodeId((ushort)i));
        }
        Views.Begin(self, present, view);
    }

    /// <summary>A node is about to take a place: what it has, and where it is.</summary>
    /// <exception cref="PanicException">If the place is not free.</exception>
    internal void Occupy(in ViewChange change)
    {
        Panic.Unless(IsFree(change.Node), "a place that is not free is taken");
        ref NodeDescription node = ref _nodes[change.Node.Value];
        node.Address = change.Address;
        node.MissingCpus = change.MissingCpus;
        node.MissingBytes = change.MissingUnits * MemberTable.WindowUnit;
    }

    /// <summary>A node has left: its place is as it was kept.</summary>
    internal void Vacate(NodeId node)
    {
        Panic.Unless(IsFree(node), "a node that is there leaves no place");
        ref NodeDescription place = ref _nodes[node.Value];
        place.Address = default;
        place.MissingCpus = 0;
        place.MissingBytes = 0;
    }

    /// <summary>Whether <paramref name="node"/>'s place was kept free and nobody has taken it.</summary>
    internal bool IsFree(NodeId node) => node.Value < _nodeCount && _nodes[node.Value].JoinsLater && !Views.Placed.Contains(node);

    /// <summary>Whether <paramref name="node"/> has joined while the guest ran: what it has, the guest can give back.</summary>
    public bool CanLeave(NodeId node) => node.Value < _nodeCount && _nodes[node.Value].JoinsLater && Views.Placed.Contains(node);

    // Apart from the question, which every device access asks several times: making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(NodeId node)
    {
        RequireDescribed();
        Panic.Fail($"{node} of a cluster of {_nodeCount}");
    }

    private void RequireDescribed() => Panic.Unless(IsDescribed, "the cluster was asked about before bring-up described it");
}
