using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class DynamicOwner : IProtocolInspection
{
    private const DynamicOwnerFlags Marks = DynamicOwnerFlags.HasCopy | DynamicOwnerFlags.NextWaits | DynamicOwnerFlags.PutAsked | DynamicOwnerFlags.PutUnseen;

    /// <inheritdoc/>
    public bool TreatsNodesAlike => true;

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        return entry.State is DynamicOwnerState.Invalid or DynamicOwnerState.Shared or DynamicOwnerState.Owned && (entry.Flags & Marks) == 0;
    }

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => Entry(page).IsOwned;

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node) => Entry(page).IsOwned && (node == Self || Copyset(page).Contains(node));
}
