using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What is asked and done when a node leaves the cluster, or dies.</content>
public sealed partial class OwnerDirectory
{
    private const OwnerDirectoryFlags Marks =
        OwnerDirectoryFlags.Stale | OwnerDirectoryFlags.WriterWaits | OwnerDirectoryFlags.InvalidationWaits | OwnerDirectoryFlags.PutWaits;

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (!entry.IsOwned && entry.State is not (OwnerDirectoryState.Invalid or OwnerDirectoryState.Shared)) return false;
        return PendingReaders(page).IsEmpty && entry.MissingAcknowledgements == 0 && (entry.Flags & Marks) == 0;
    }

    /// <summary>An owner that has no copies any more may write. What was asked of the node already it still answers.</summary>
    public bool Forget(PageNumber page, NodeId node)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        NodeSetView copies = Copyset(page);
        // Else the set is not one of copies.
        bool isOwner = entry.IsOwned || entry.State == OwnerDirectoryState.Evicting;
        if (!isOwner || !copies.Contains(node)) return true;
        copies.Remove(node);
        if (copies.IsEmpty) world.SetPermission(page, PagePermission.Write);
        return true;
    }

    /// <summary>Home knows the last in the chain of owners; one before it, and one whose acknowledgement is awaited, are known by nobody: who waits for those waits on.</summary>
    public bool Bury(PageNumber page, NodeId node)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        bool isNext = entry.Has(OwnerDirectoryFlags.WriterWaits) && entry.PendingWriter == node;
        if (isNext || (world.HomeOf(page) == Self && entry.Owner == node)) return false;
        PendingReaders(page).Remove(node);
        return Forget(page, node);
    }
}
