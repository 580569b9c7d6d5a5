using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>All that a node knows of a page: 8 bytes and, right behind them, its set (<see cref="DynamicOwnerSet"/>), 8 bytes for every 64 nodes of the cluster. Fields that mean nothing at present are zero.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct DynamicOwnerEntry
{
    /// <summary>The requester of the last request that passed here: where the next one goes. Says nothing unless <see cref="DynamicOwnerFlags.IsHinted"/>.</summary>
    public NodeId ProbableOwner;

    /// <summary>Who is to have the page after this node, if <see cref="DynamicOwnerFlags.NextWaits"/>.</summary>
    public NodeId Next;

    /// <summary>How many acknowledgements are awaited.</summary>
    public ushort MissingAcknowledgements;

    /// <summary>What is here.</summary>
    public DynamicOwnerState State;

    /// <summary>What else there is to remember.</summary>
    public DynamicOwnerFlags Flags;

    /// <summary>Whether this node answers for the page.</summary>
    public readonly bool IsOwned => State is DynamicOwnerState.Owned or DynamicOwnerState.AcknowledgementsPending;

    /// <summary>Whether this node is the last of those that have the page or wait for it: the next request that comes here queues here.</summary>
    public readonly bool IsLast => State is not (DynamicOwnerState.Invalid or DynamicOwnerState.Shared) && !Has(DynamicOwnerFlags.NextWaits);

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(DynamicOwnerFlags flags) => (Flags & flags) == flags;
}
