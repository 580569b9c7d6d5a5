using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What is asked and done when a node leaves the cluster.</content>
public abstract partial class CentralDirectory
{
    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        if (entry.State is CentralDirectoryState.ReadPending or CentralDirectoryState.WritePending) return false;
        bool isEmpty = Missing(page).IsEmpty && WaitingReaders(page).IsEmpty && WaitingWriters(page).IsEmpty;
        return isEmpty && (entry.Flags & ~(CentralDirectoryFlags.Held | CentralDirectoryFlags.Migratory)) == 0;
    }

    /// <summary>Only home knows of anybody. What was asked of the node already it still answers.</summary>
    public bool Forget(PageNumber page, NodeId node)
    {
        if (world.HomeOf(page) == Self) StrikeOff(page, ref Entry(page), node);
        return true;
    }
}
