using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class MsiDirectory : IProtocolInspection
{
    /// <summary>Writers that wait are served by number, round robin.</summary>
    public bool TreatsNodesAlike => false;

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref MsiDirectoryEntry entry = ref Entry(page);
        if (entry.State is not (MsiDirectoryState.Invalid or MsiDirectoryState.Shared or MsiDirectoryState.Modified)) return false;
        bool isEmpty = Missing(page).IsEmpty && WaitingReaders(page).IsEmpty && WaitingWriters(page).IsEmpty;
        return isEmpty && (entry.Flags & ~MsiDirectoryFlags.Held) == 0;
    }

    /// <inheritdoc/>
    public bool Answers(PageNumber page)
    {
        MsiDirectoryState state = Entry(page).State;
        return state == MsiDirectoryState.Modified || (state == MsiDirectoryState.Shared && world.HomeOf(page) == Self);
    }

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node)
    {
        if (world.HomeOf(page) != Self) return false;
        ref MsiDirectoryEntry entry = ref Entry(page);
        if (entry.State == MsiDirectoryState.Invalid) return entry.Owner == node;
        return node == Self || Sharers(page).Contains(node);
    }
}
