using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public abstract partial class CentralDirectory : IProtocolInspection
{
    /// <summary>Writers that wait are served by number, round robin.</summary>
    public bool TreatsNodesAlike => false;

    /// <inheritdoc/>
    public bool Answers(PageNumber page)
    {
        CentralDirectoryState state = Entry(page).State;
        return state is CentralDirectoryState.Modified or CentralDirectoryState.Exclusive || (state == CentralDirectoryState.Shared && world.HomeOf(page) == Self);
    }

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node)
    {
        if (world.HomeOf(page) != Self) return false;
        ref CentralDirectoryEntry entry = ref Entry(page);
        if (entry.State == CentralDirectoryState.Invalid) return entry.Owner == node;
        return node == Self || Sharers(page).Contains(node);
    }
}
