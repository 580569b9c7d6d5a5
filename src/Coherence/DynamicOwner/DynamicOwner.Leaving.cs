using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What is asked and done when a node leaves the cluster, or dies.</content>
public sealed partial class DynamicOwner
{
    private const DynamicOwnerFlags Marks = DynamicOwnerFlags.HasCopy | DynamicOwnerFlags.NextWaits | DynamicOwnerFlags.PutAsked | DynamicOwnerFlags.PutUnseen;

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        return entry.State is DynamicOwnerState.Invalid or DynamicOwnerState.Shared or DynamicOwnerState.Owned && (entry.Flags & Marks) == 0;
    }

    /// <summary>
    /// An owner strikes the node off its copies. A hint that leads to it is not changed by itself, since chains end only if hints change as the class remarks say: but a node that asks for the page has no hint any more, and
    /// gets none to a node that asks for nothing.
    /// </summary>
    public bool Forget(PageNumber page, NodeId node)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        NodeSetView copies = Copyset(page);
        if (copies.Contains(node))
        {
            copies.Remove(node);
            if (entry.State == DynamicOwnerState.Owned && copies.IsEmpty) world.SetPermission(page, PagePermission.Write);
        }
        return !entry.Has(DynamicOwnerFlags.IsHinted) || entry.ProbableOwner != node;
    }

    /// <summary>Where a hint leads that led to the dead node, nobody knows.</summary>
    public bool Bury(PageNumber page, NodeId node) => !(Entry(page).Has(DynamicOwnerFlags.NextWaits) && Entry(page).Next == node) && Forget(page, node);
}
