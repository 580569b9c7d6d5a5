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
        if (!entry.IsOwned && entry.State is not (OwnerDirectoryState.Invalid or OwnerDirectoryState.Shared)) return false;
        return PendingReaders(page).IsEmpty && entry.MissingAcknowledgements == 0 && (entry.Flags & Marks) == 0;
    }

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => Entry(page).IsOwned;

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (world.HomeOf(page) == Self && entry.Owner == node) return true;
        return entry.IsOwned && Copyset(page).Contains(node);
    }
}
