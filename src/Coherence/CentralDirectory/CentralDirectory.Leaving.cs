using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What is asked and done when a node leaves the cluster, or dies.</content>
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

    /// <summary>Home knows by name whom it waits for.</summary>
    public bool Bury(PageNumber page, NodeId node)
    {
        if (world.HomeOf(page) != Self) return true;
        ref CentralDirectoryEntry entry = ref Entry(page);
        bool hasItAlone = entry.State == CentralDirectoryState.Invalid && entry.Owner == node;
        if (hasItAlone || (entry.Has(CentralDirectoryFlags.Writing) && entry.Writer == node)) return false;
        WaitingReaders(page).Remove(node);
        WaitingWriters(page).Remove(node);
        StrikeOff(page, ref entry, node);
        if (Missing(page).Contains(node)) OnAcknowledge(page, ref entry, node);
        return true;
    }
}
