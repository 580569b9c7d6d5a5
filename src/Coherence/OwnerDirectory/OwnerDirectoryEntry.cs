using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// All that a node knows of a page: 8 bytes and, right behind them, its sets (<see cref="OwnerDirectorySet"/>), 8 bytes each for every 64 nodes of the cluster. Fields that mean nothing at present are zero, sets empty.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct OwnerDirectoryEntry
{
    /// <summary>At home only: the last node in the chain of owners, to which the next request is forwarded.</summary>
    public NodeId Owner;

    /// <summary>At a node that is, or will be, the owner: who gets the page next, if <see cref="OwnerDirectoryFlags.WriterWaits"/>.</summary>
    public NodeId PendingWriter;

    /// <summary>What is here.</summary>
    public OwnerDirectoryState State;

    /// <summary>What else there is to remember.</summary>
    public OwnerDirectoryFlags Flags;

    /// <summary>Acknowledgements still to come. Negative while some came before the ownership that says how many there are.</summary>
    public short MissingAcknowledgements;

    /// <summary>Whether this node owns the page and gives it to whoever comes.</summary>
    public readonly bool IsOwned => State is OwnerDirectoryState.Owned or OwnerDirectoryState.OwnedByGroups;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(OwnerDirectoryFlags flags) => (Flags & flags) == flags;
}
