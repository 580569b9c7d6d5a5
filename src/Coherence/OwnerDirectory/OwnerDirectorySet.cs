namespace Pilevisor.Coherence;

/// <summary>The sets of nodes behind each <see cref="OwnerDirectoryEntry"/>, in the order in which they lie there.</summary>
internal enum OwnerDirectorySet : byte
{
    /// <summary>
    /// At the owner: the nodes that may have a copy to read. A superset, since copies are dropped silently. Elsewhere, while <see cref="OwnerDirectoryFlags.InvalidationWaits"/>, which an owner never has: the one writer
    /// that awaits this node's acknowledgement.
    /// </summary>
    Copyset,

    /// <summary>At a node that is, or will be, the owner: who waits for a copy. They came before <see cref="OwnerDirectoryEntry.PendingWriter"/>.</summary>
    PendingReaders,
}
