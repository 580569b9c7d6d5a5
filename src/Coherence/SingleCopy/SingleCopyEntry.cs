using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>All that a node knows of a page: 8 bytes and, right behind them, its set (<see cref="SingleCopySet"/>), 8 bytes for every 64 nodes of the cluster. Fields that mean nothing at present are zero.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct SingleCopyEntry
{
    /// <summary>At home: the node that was given the page last. It has it, or is about to, while <see cref="State"/> is <see cref="SingleCopyState.Absent"/>; the next turn is the next node's by number.</summary>
    public NodeId Owner;

    /// <summary>Whether the page is here.</summary>
    public SingleCopyState State;

    /// <summary>What else there is to remember.</summary>
    public SingleCopyFlags Flags;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(SingleCopyFlags flags) => (Flags & flags) == flags;
}
