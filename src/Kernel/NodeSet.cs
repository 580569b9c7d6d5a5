using System.Numerics;

namespace Pilevisor.Kernel;

/// <summary>A set of nodes as one bit a node: bit i is node i. It holds any set of a cluster of machines; <see cref="NodeSetView"/> is for larger ones.</summary>
/// <param name="Bits">The bits.</param>
public readonly struct NodeSet(ulong Bits)
{
    /// <summary>The set without a member.</summary>
    public static NodeSet Empty => new(0);

    /// <summary>One bit a node.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>Whether the set has no member.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>How many members it has: 0 to 64.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Its lowest-numbered member; the set must not be empty.</summary>
    public NodeId First => new((ushort)BitOperations.TrailingZeroCount(Bits));

    /// <summary>Whether <paramref name="node"/> is a member.</summary>
    public bool Contains(NodeId node) => ((Bits >> node.Value) & 1) != 0;

    /// <summary>The set with <paramref name="node"/> added.</summary>
    public NodeSet With(NodeId node) => new(Bits | (1ul << node.Value));

    /// <summary>The set with <paramref name="node"/> removed.</summary>
    public NodeSet Without(NodeId node) => new(Bits & ~(1ul << node.Value));
}
