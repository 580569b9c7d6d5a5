using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class OwnerDirectory : IProtocolInspection
{
    private const OwnerDirectoryFlags Marks =
        OwnerDirectoryFlags.Stale | OwnerDirectoryFlags.WriterWaits | OwnerDirectoryFlags.InvalidationWaits | OwnerDirectoryFlags.PutWaits;

    /// <inheritdoc/>
    public bool TreatsNodesAlike => true;

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (entry.State is not (OwnerDirectoryState.Invalid or OwnerDirectoryState.Shared or OwnerDirectoryState.Owned)) return false;
        return entry.PendingReaders.IsEmpty && entry.MissingAcknowledgements == 0 && (entry.Flags & Marks) == 0;
    }

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => Entry(page).State == OwnerDirectoryState.Owned;

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (world.HomeOf(page) == Self && entry.Owner == node) return true;
        return entry.State == OwnerDirectoryState.Owned && entry.Copyset.Contains(node);
    }
}
