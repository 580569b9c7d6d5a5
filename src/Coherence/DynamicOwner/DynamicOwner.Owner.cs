using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a node does that becomes the owner, is it, and passes the page on.</content>
public sealed partial class DynamicOwner
{
    private void OnOwnership(PageNumber page, ref DynamicOwnerEntry entry, NodeSet folded, in ReceivedContent content)
    {
        bool withContent = content.Kind != PageContent.None;
        bool hasCopy = entry.Has(DynamicOwnerFlags.HasCopy);
        bool isWrite = entry.State == DynamicOwnerState.WritePending;
        if (!isWrite && entry.State != DynamicOwnerState.ReadPending) Impossible(page, "ownership came that was not asked for");
        if (hasCopy == withContent && (!hasCopy || _entries.HasExactSets)) Impossible(page, "ownership came with content that is here, or without content that is not");
        if (!hasCopy) world.Install(page, content);
        NodeSetView copies = Copyset(page);
        copies.Unfold(folded, world.Nodes);
        copies.Remove(Self);
        world.StrikeOffGone(copies);
        if (isWrite && !copies.IsEmpty) InvalidateCopies(page, ref entry);
        else Win(page, ref entry, copies.IsEmpty ? PagePermission.Write : PagePermission.Read);
    }

    private void InvalidateCopies(PageNumber page, ref DynamicOwnerEntry entry)
    {
        NodeSetView copies = Copyset(page);
        entry.State = DynamicOwnerState.AcknowledgementsPending;
        entry.MissingAcknowledgements = (ushort)copies.Count;
        foreach (NodeId holder in copies) Send(holder, page, DynamicOwnerMessage.Invalidate);
        copies.Clear();
    }

    private void OnAcknowledge(PageNumber page, ref DynamicOwnerEntry entry)
    {
        if (entry.State != DynamicOwnerState.AcknowledgementsPending) Impossible(page, "an acknowledgement came that was not awaited");
        if (--entry.MissingAcknowledgements != 0) return;
        Win(page, ref entry, PagePermission.Write);
    }

    /// <summary>The owner is about to write. Whatever is here, even nothing, is acknowledged. A copy is not held: a hold ends before ownership leaves.</summary>
    private void OnInvalidate(PageNumber page, ref DynamicOwnerEntry entry, NodeId owner)
    {
        if (entry.IsOwned) Impossible(page, "its owner was told to give up a copy");
        if (entry.State == DynamicOwnerState.Shared)
        {
            Leave(page, ref entry);
        }
        else if (entry.Has(DynamicOwnerFlags.HasCopy))
        {
            // Ownership is awaited; the frame stays for the content that comes with it.
            world.SetPermission(page, PagePermission.None);
            entry.Flags &= ~DynamicOwnerFlags.HasCopy;
        }
        Send(owner, page, DynamicOwnerMessage.InvalidateAcknowledge);
    }

    /// <summary>An access is complete: who waits for it here goes on, and the page stays for a while before the next owner may take it.</summary>
    private void Win(PageNumber page, ref DynamicOwnerEntry entry, PagePermission permission)
    {
        entry.State = DynamicOwnerState.Owned;
        entry.Flags &= ~(DynamicOwnerFlags.HasCopy | DynamicOwnerFlags.Held);
        world.SetPermission(page, permission);
        world.Complete(page);
        if (world.Hold(page)) entry.Flags |= DynamicOwnerFlags.Held;
        ServeNext(page, ref entry);
    }

    private void ServeNext(PageNumber page, ref DynamicOwnerEntry entry)
    {
        if (!entry.Has(DynamicOwnerFlags.NextWaits)) return;
        if (entry.Has(DynamicOwnerFlags.Held)) world.AwaitHoldEnd(page);
        else if (entry.State == DynamicOwnerState.Owned) PassOn(page, ref entry);
    }

    /// <summary>The next one owns the page. If it wants to read, a copy stays, unless its frame is needed.</summary>
    private void PassOn(PageNumber page, ref DynamicOwnerEntry entry)
    {
        NodeId next = entry.Next;
        NodeSetView copies = Copyset(page);
        bool staysCopy = !entry.Has(DynamicOwnerFlags.NextWrites) && !entry.Has(DynamicOwnerFlags.PutAsked);
        // One that is in the copyset and spoke of its copy has it: it evicts nothing while it waits. One that is not lost it since.
        bool withContent = !entry.Has(DynamicOwnerFlags.NextHasCopy) || !copies.Contains(next) || !_entries.HasExactSets;
        PagePermission permission = staysCopy ? PagePermission.Read : PagePermission.None;
        world.SetPermission(page, permission);
        copies.Remove(next);
        if (staysCopy) copies.Add(Self);
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(withContent ? DynamicOwnerMessage.OwnershipData : DynamicOwnerMessage.Ownership),
            Requester = next,
            Nodes = copies.Fold(),
        };
        if (withContent) world.SendPage(next, in message);
        else world.Send(next, in message);
        copies.Clear();
        if (staysCopy) Become(ref entry, DynamicOwnerState.Shared);
        else Leave(page, ref entry);
    }

    /// <summary>Nothing of the page is left here but a hint.</summary>
    private void Leave(PageNumber page, ref DynamicOwnerEntry entry)
    {
        world.SetPermission(page, PagePermission.None);
        Become(ref entry, DynamicOwnerState.Invalid);
        if (world.HomeOf(page) != Self) world.Release(page);
    }

    private static void Become(ref DynamicOwnerEntry entry, DynamicOwnerState state) =>
        entry = new DynamicOwnerEntry { State = state, ProbableOwner = entry.ProbableOwner, Flags = entry.Flags & (DynamicOwnerFlags.IsHinted | DynamicOwnerFlags.PutUnseen) };
}
