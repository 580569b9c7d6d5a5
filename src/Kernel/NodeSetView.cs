using System;
using System.Numerics;

namespace Pilevisor.Kernel;

/// <summary>
/// A set of nodes that lies somewhere in memory, one bit a node, in as many words as the cluster's nodes need: bit b of word w is node 64 w + b. Copies of the view are views of the same set.
/// </summary>
/// <param name="words">Where it lies: <see cref="WordsFor"/> words.</param>
public readonly ref struct NodeSetView(Span<ulong> words)
{
    private const int WordBits = 64;

    private readonly Span<ulong> _words = words;

    /// <summary>Whether the set has no member.</summary>
    public bool IsEmpty
    {
        get
        {
            for (int i = 0; i < _words.Length; i++)
            {
                if (_words[i] != 0) return false;
            }
            return true;
        }
    }

    /// <summary>How many members it has.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _words.Length; i++) count += BitOperations.PopCount(_words[i]);
            return count;
        }
    }

    /// <summary>Its lowest-numbered member; the set must not be empty.</summary>
    public NodeId First
    {
        get
        {
            int word = 0;
            while (_words[word] == 0) word++;
            return Node(word, _words[word]);
        }
    }

    /// <summary>How many words a set takes in a cluster of <paramref name="nodes"/> nodes: one for each 64 that have begun.</summary>
    public static int WordsFor(int nodes) => (nodes + WordBits - 1) / WordBits;

    /// <summary>Whether <paramref name="node"/> is a member.</summary>
    public bool Contains(NodeId node) => ((_words[node.Value / WordBits] >> node.Value) & 1) != 0;

    /// <summary>Makes <paramref name="node"/> a member.</summary>
    public void Add(NodeId node) => _words[node.Value / WordBits] |= 1ul << node.Value;

    /// <summary>Makes <paramref name="node"/> no member.</summary>
    public void Remove(NodeId node) => _words[node.Value / WordBits] &= ~(1ul << node.Value);

    /// <summary>Takes all members out.</summary>
    public void Clear()
    {
        for (int i = 0; i < _words.Length; i++) _words[i] = 0;
    }

    /// <summary>Gives it the members of <paramref name="other"/>, a set of the same cluster, and no others.</summary>
    public void CopyFrom(NodeSetView other)
    {
        for (int i = 0; i < _words.Length; i++) _words[i] = other._words[i];
    }

    /// <summary>The lowest-numbered member above <paramref name="node"/>; if there is none, the lowest-numbered of all. The set must not be empty.</summary>
    public NodeId NextAfter(NodeId node)
    {
        int word = node.Value / WordBits;
        // Two shifts: the first shifts by 63 at most, so that node 63 leaves nothing.
        ulong rest = _words[word] & (ulong.MaxValue << node.Value << 1);
        while (rest == 0)
        {
            if (++word == _words.Length) return First;
            rest = _words[word];
        }
        return Node(word, rest);
    }

    /// <summary>
    /// The set in 64 bits: exactly, in a cluster of 64 nodes at most; in a larger one coarsely, bit b standing for every node whose number is b modulo 64 (Gupta, Weber and Mowry's coarse vectors, ICPP'90).
    /// </summary>
    public NodeSet Fold()
    {
        ulong bits = 0;
        for (int i = 0; i < _words.Length; i++) bits |= _words[i];
        return new NodeSet(bits);
    }

    /// <summary>Gives it every member that <paramref name="folded"/> can stand for, in a cluster of <paramref name="nodes"/> nodes: a superset of what was folded, and in a cluster of 64 nodes at most the same.</summary>
    public void Unfold(NodeSet folded, int nodes)
    {
        for (int i = 0; i < _words.Length; i++) _words[i] = folded.Bits;
        int inLast = nodes % WordBits;
        if (inLast != 0) _words[^1] &= (1ul << inLast) - 1;
    }

    /// <summary>Its members in ascending order. What is added or removed meanwhile may be met or not.</summary>
    public Enumerator GetEnumerator() => new(_words);

    private static NodeId Node(int word, ulong bits) => new((ushort)((word * WordBits) + BitOperations.TrailingZeroCount(bits)));

    /// <summary>Goes through the members of a set.</summary>
    /// <param name="words">The set.</param>
    public ref struct Enumerator(ReadOnlySpan<ulong> words)
    {
        private readonly ReadOnlySpan<ulong> _words = words;
        private int _word = -1;
        private ulong _rest;

        /// <summary>The member it is at.</summary>
        public NodeId Current { get; private set; }

        /// <summary>Goes to the next member.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_word == _words.Length) return false;
                _rest = _words[_word];
            }
            Current = Node(_word, _rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
