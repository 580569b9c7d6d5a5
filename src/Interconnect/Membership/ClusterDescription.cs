using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>What this node knows of its cluster: the epoch from discovery on, everything else once the leader has described it.</summary>
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

    /// <summary>Whether <paramref name="node"/> is another node of the described cluster, and <paramref name="address"/> the one it joined with.</summary>
    public bool IsPeer(NodeId node, MacAddress address) => node.Value < _nodeCount && node != _self && _nodes[node.Value].Address.Value == address.Value;

    /// <summary>Takes part in the run <paramref name="epoch"/> from now on. May change until the cluster is described.</summary>
    public void Join(ulong epoch)
    {
        Panic.Unless(!IsDescribed, "a node that is in a cluster joins another run");
        Epoch = epoch;
    }

    /// <summary>Makes <paramref name="nodes"/> the cluster, with this node as number <paramref name="self"/>. Once.</summary>
    public void Describe(NodeId self, ReadOnlySpan<NodeDescription> nodes)
    {
        Panic.Unless(!IsDescribed, "the cluster is described twice");
        Panic.Unless(self.Value < nodes.Length && nodes.Length <= NodeId.MaximumNodes, "a cluster description without this node");
        nodes.CopyTo(_nodes);
        _self = self;
        _nodeCount = nodes.Length;
    }

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
