using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class OwnerDirectory : IProtocolInspection
{
    /// <inheritdoc/>
    public bool TreatsNodesAlike => true;

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
