using System;

namespace Pilevisor.Kernel;

/// <summary>A machine of the cluster. The leader is node 0; the others are numbered by their link addresses in ascending order.</summary>
/// <param name="Value">0 to <see cref="MaximumNodes"/> - 1 in a cluster of machines, 0 to <see cref="MostNodes"/> - 1 in one that is simulated.</param>
public readonly struct NodeId(ushort Value) : IText, IEquatable<NodeId>
{
    /// <summary>The most nodes a cluster of machines can have: what one <see cref="NodeSet"/> holds.</summary>
    public const int MaximumNodes = 64;

    /// <summary>The most nodes that a coherence protocol must be able to deal with: the Lab simulates such clusters.</summary>
    public const int MostNodes = 1_024;

    /// <summary>The leader: the node that was given the guest payload.</summary>
    public static NodeId Leader => new(0);

    /// <summary>The number of the node.</summary>
    public ushort Value { get; } = Value;

    /// <summary>Whether both name the same node.</summary>
    public static bool operator ==(NodeId left, NodeId right) => left.Value == right.Value;

    /// <summary>Whether they name different nodes.</summary>
    public static bool operator !=(NodeId left, NodeId right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(NodeId other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("node ");
        text.AppendFormatted((uint)Value);
    }
}
