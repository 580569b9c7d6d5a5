using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a node does that wants a page, or that has a copy of one.</content>
public sealed partial class OwnerDirectory
{
    private void Request(PageNumber page, ref OwnerDirectoryEntry entry, AccessKind kind)
    {
        bool hasCopy = entry.State == OwnerDirectoryState.Shared;
        NodeId home = world.HomeOf(page);
        if (kind == AccessKind.Read)
        {
            entry.State = OwnerDirectoryState.ReadPending;
            if (home == Self) OrderShared(page, ref entry, Self);
            else Send(home, page, OwnerDirectoryMessage.GetShared);
            return;
        }
        entry.State = OwnerDirectoryState.OwnershipPending;
        if (hasCopy) entry.Flags |= OwnerDirectoryFlags.HasCopy;
        if (home == Self) OrderExclusive(page, ref entry, Self, hasCopy, default);
        else Forward(page, home, OwnerDirectoryMessage.GetExclusive, Self, hasCopy, hasCopy ? default : AskAlong(page));
    }

    /// <summary>
    /// While a page is asked for along with another, no other request of this node for it is under way, and home answers at once. So all that home sends about it later comes later, and finds the page here or not as home knows it.
    /// </summary>
    private PagesAlong AskAlong(PageNumber page)
    {
        PagesAlong along = world.AskAlong(page);
        foreach (PageNumber other in along)
        {
            ref OwnerDirectoryEntry entry = ref Entry(other);
            if (entry.State != OwnerDirectoryState.Invalid) Impossible(other, "it is to come along and is here already");
            entry.State = OwnerDirectoryState.AskedAlong;
        }
        return along;
    }

    private void OnCameAlong(PagesAlong along)
    {
        foreach (PageNumber page in along)
        {
            ref OwnerDirectoryEntry entry = ref AskedAlong(page);
            world.InstallZero(page);
            entry.State = OwnerDirectoryState.Owned;
            world.SetPermission(page, PagePermission.Write);
            Won(page, ref entry);
        }
    }

    /// <summary>Who has come to wait for one of them meanwhile tries again, and asks for it by itself.</summary>
    private void OnStayBehind(PagesAlong along)
    {
        foreach (PageNumber page in along)
        {
            Leave(page, ref AskedAlong(page));
            world.Complete(page);
        }
    }

    private ref OwnerDirectoryEntry AskedAlong(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (entry.State != OwnerDirectoryState.AskedAlong) Impossible(page, "it was not asked along");
        return ref entry;
    }

    /// <summary>A copy to read has come. It may be too old in one case, and is then thrown away and asked for again.</summary>
    /// <remarks>
    /// <para>
    /// An owner sends a copy and later the invalidation of it, in this order, so the invalidation comes second. Only if the owner put the page home in
    /// between is it home that sends the invalidation, and then it may come first. So a copy can be too old only if home invalidated while it was awaited,
    /// and it comes from another node than home. (Home's own copies cannot be: home has a page put only when it awaits none.)
    /// </para>
    /// <para>
    /// A copy that is thrown away in vain, being newer after all, costs a round trip but not progress: the owner that sent it counts this node among its
    /// copies, and what it sends for that is no invalidation by home, so the next copy is kept unless the page was evicted once more in the meantime; an
    /// eviction takes the clock a whole round, a fetch does not. The mark ends with the request: each is answered once, and there is no other until then.
    /// </para>
    /// </remarks>
    private void OnData(PageNumber page, ref OwnerDirectoryEntry entry, NodeId from, in ReceivedContent content)
    {
        if (entry.State != OwnerDirectoryState.ReadPending) Impossible(page, "a copy came that was not asked for");
        bool mayBeStale = entry.Has(OwnerDirectoryFlags.Stale) && from != world.HomeOf(page);
        entry.Flags &= ~OwnerDirectoryFlags.Stale;
        if (mayBeStale)
        {
            Request(page, ref entry, AccessKind.Read);
            return;
        }
        world.Install(page, content);
        entry.State = OwnerDirectoryState.Shared;
        world.SetPermission(page, PagePermission.Read);
        Won(page, ref entry);
        if (entry.Has(OwnerDirectoryFlags.PutWaits)) TakeBack(page, ref entry);
    }

    /// <summary>
    /// Ownership has come, perhaps as the answer to a read. It is never stale: whoever invalidated this node's earlier copy wrote, and was done, before
    /// ownership could get here.
    /// </summary>
    private void OnExclusive(PageNumber page, ref OwnerDirectoryEntry entry, ushort acknowledgements, in ReceivedContent content, PagesAlong along)
    {
        bool withContent = content.Kind != PageContent.None;
        bool hasCopy = entry.Has(OwnerDirectoryFlags.HasCopy);
        bool answersRead = entry.State == OwnerDirectoryState.ReadPending && withContent;
        if (!answersRead && entry.State != OwnerDirectoryState.OwnershipPending) Impossible(page, "ownership came that was not asked for");
        // Content of what is here comes only from a home that knows its copies by groups.
        bool isNeeded = withContent && !hasCopy;
        if (hasCopy == withContent && (!hasCopy || _entries.HasExactSets)) Impossible(page, "ownership came with content that is here, or without content that is not");
        if (entry.Has(OwnerDirectoryFlags.InvalidationWaits)) Impossible(page, "ownership came while an earlier writer still waits for this node");
        if (isNeeded) world.Install(page, content);
        entry.Flags &= ~OwnerDirectoryFlags.Stale;
        if (!withContent && world.HomeOf(page) == Self) entry.Flags |= OwnerDirectoryFlags.Migratory;
        entry.State = OwnerDirectoryState.AcknowledgementsPending;
        entry.MissingAcknowledgements += (short)acknowledgements;
        if (entry.MissingAcknowledgements < 0) Impossible(page, "more acknowledgements came than copies were invalidated");
        FinishWrite(page, ref entry);
        OnCameAlong(along);
    }

    private void OnAcknowledge(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        bool isAwaited = entry.State is OwnerDirectoryState.OwnershipPending or OwnerDirectoryState.AcknowledgementsPending;
        if (!isAwaited) Impossible(page, "an acknowledgement came that was not awaited");
        entry.MissingAcknowledgements--;
        // Each of the others acknowledges once at most, however late it is said how many do.
        if (entry.MissingAcknowledgements <= -world.Nodes) Impossible(page, "more acknowledgements came than there are nodes");
        FinishWrite(page, ref entry);
    }

    private void FinishWrite(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        if (entry.State != OwnerDirectoryState.AcknowledgementsPending || entry.MissingAcknowledgements != 0) return;
        entry.State = OwnerDirectoryState.Owned;
        entry.Flags &= ~OwnerDirectoryFlags.HasCopy;
        world.SetPermission(page, PagePermission.Write);
        Won(page, ref entry);
    }

    /// <summary>The page is home again. Its copies, if any, are home's to invalidate from now on.</summary>
    private void OnPut(PageNumber page, ref OwnerDirectoryEntry entry, NodeSet folded, in ReceivedContent content)
    {
        bool withContent = content.Kind != PageContent.None;
        if (entry.State != OwnerDirectoryState.OwnershipPending || world.HomeOf(page) != Self) Impossible(page, "it was put where it was not awaited");
        if (entry.Has(OwnerDirectoryFlags.HasCopy) == withContent) Impossible(page, "it was put with content that is here, or without content that is not");
        if (entry.Has(OwnerDirectoryFlags.InvalidationWaits)) Impossible(page, "it was put while an earlier writer still waits for home");
        if (withContent) world.Install(page, content);
        entry.Flags &= ~OwnerDirectoryFlags.HasCopy;
        NodeSetView copies = Copyset(page);
        copies.Unfold(folded, world.Nodes);
        copies.Remove(Self);
        world.StrikeOffGone(copies);
        entry.State = _entries.HasExactSets || copies.IsEmpty ? OwnerDirectoryState.Owned : OwnerDirectoryState.OwnedByGroups;
        PagePermission permission = copies.IsEmpty ? PagePermission.Write : PagePermission.Read;
        world.SetPermission(page, permission);
        // Held, since the guest here may have come to wait for it meanwhile: else whoever takes it next could do so before the guest's access, again and again.
        Won(page, ref entry);
    }

    /// <summary>
    /// Another node is about to write. Whatever is here, even nothing, is acknowledged, at once or when the hold is over. An owner is never asked: see the
    /// remarks on the class.
    /// </summary>
    private void OnInvalidate(PageNumber page, ref OwnerDirectoryEntry entry, NodeId from, NodeId writer)
    {
        switch (entry.State)
        {
            case OwnerDirectoryState.Invalid:
            case OwnerDirectoryState.AskedAlong:
            case OwnerDirectoryState.Shared:
            case OwnerDirectoryState.OwnershipPending:
                break;
            case OwnerDirectoryState.ReadPending:
                if (from == world.HomeOf(page)) entry.Flags |= OwnerDirectoryFlags.Stale;
                break;
            default:
                Impossible(page, "its owner was told to give up a copy");
                break;
        }
        if (!entry.Has(OwnerDirectoryFlags.Held))
        {
            GiveCopyUp(page, ref entry, writer);
            return;
        }
        if (entry.Has(OwnerDirectoryFlags.InvalidationWaits)) Impossible(page, "two writers at once take its copy");
        Copyset(page).Add(writer);
        entry.Flags |= OwnerDirectoryFlags.InvalidationWaits;
        world.AwaitHoldEnd(page);
    }

    private void GiveCopyUp(PageNumber page, ref OwnerDirectoryEntry entry, NodeId writer)
    {
        Copyset(page).Clear();
        entry.Flags &= ~OwnerDirectoryFlags.InvalidationWaits;
        if (entry.State == OwnerDirectoryState.Shared)
        {
            world.SetPermission(page, PagePermission.None);
            Leave(page, ref entry);
        }
        else if (entry.Has(OwnerDirectoryFlags.HasCopy))
        {
            // Ownership is awaited; the frame stays for the content that comes with it.
            world.SetPermission(page, PagePermission.None);
            entry.Flags &= ~OwnerDirectoryFlags.HasCopy;
        }
        Send(writer, page, OwnerDirectoryMessage.InvalidateAcknowledge);
    }

    /// <summary>An access is complete: who waits for it here goes on, and the page stays for a while before what is queued may take it.</summary>
    private void Won(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        world.Complete(page);
        entry.Flags &= ~OwnerDirectoryFlags.Held;
        if (!world.Hold(page))
        {
            ServeQueue(page, ref entry);
            return;
        }
        entry.Flags |= OwnerDirectoryFlags.Held;
        if (!PendingReaders(page).IsEmpty || entry.Has(OwnerDirectoryFlags.WriterWaits)) world.AwaitHoldEnd(page);
    }
}
