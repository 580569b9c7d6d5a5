using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>
/// What a page's owner does, or what the node does that home has named the owner and that is still waiting for the page: such a node queues what is forwarded
/// to it until its own access is complete and the hold over.
/// </content>
public sealed partial class OwnerDirectory
{
    private void OnForwardShared(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester)
    {
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) Impossible(page, "a reader came after home had named another owner");
        if (CanServe(page, ref entry))
        {
            SendCopy(page, requester);
            return;
        }
        PendingReaders(page).Add(requester);
        if (entry.Has(OwnerDirectoryFlags.Held)) world.AwaitHoldEnd(page);
    }

    private void OnForwardExclusive(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester, bool hasCopy, PagesAlong along)
    {
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) Impossible(page, "a second writer came");
        if (CanServe(page, ref entry))
        {
            GivePageUp(page, ref entry, requester, hasCopy, along);
            return;
        }
        entry.PendingWriter = requester;
        entry.Flags |= OwnerDirectoryFlags.WriterWaits;
        if (hasCopy) entry.Flags |= OwnerDirectoryFlags.WriterHasCopy;
        if (entry.Has(OwnerDirectoryFlags.Held)) world.AwaitHoldEnd(page);
    }

    /// <summary>
    /// Home takes the page back. Copies stay where they are and home answers for them. From now on home may invalidate a copy that this node has sent, and
    /// that invalidation may overtake it: see
    /// <see cref="OwnerDirectoryFlags.Stale"/>.
    /// </summary>
    private void OnForwardPut(PageNumber page, ref OwnerDirectoryEntry entry, NodeId home, bool hasCopy)
    {
        if (entry.State != OwnerDirectoryState.Evicting) Impossible(page, "home takes back what was not offered");
        NodeSetView copies = Copyset(page);
        bool withContent = !hasCopy || !copies.Contains(home);
        copies.Remove(home);
        world.SetPermission(page, PagePermission.None);
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(withContent ? OwnerDirectoryMessage.PutData : OwnerDirectoryMessage.PutGrant),
            Requester = Self,
            Nodes = copies.Fold(),
        };
        SendOwnership(home, in message, withContent);
        Leave(page, ref entry);
        world.Complete(page);
    }

    /// <summary>
    /// The owner itself wants to write and others have copies: home need not be asked, since this node is the last in the chain or serves whoever comes after
    /// when it is done.
    /// </summary>
    private void InvalidateCopies(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        NodeSetView copies = Copyset(page);
        entry.MissingAcknowledgements = SendInvalidations(page, copies, Self);
        copies.Clear();
        entry.State = OwnerDirectoryState.AcknowledgementsPending;
        entry.Flags |= OwnerDirectoryFlags.HasCopy;
    }

    /// <summary>What waited for this node to be done with the page goes on now: readers first, since they came first, then the next owner.</summary>
    private void ServeQueue(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        if (!entry.IsOwned || entry.Has(OwnerDirectoryFlags.Held)) return;
        NodeSetView readers = PendingReaders(page);
        foreach (NodeId reader in readers) SendCopy(page, reader);
        readers.Clear();
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) GivePageUp(page, ref entry, entry.PendingWriter, entry.Has(OwnerDirectoryFlags.WriterHasCopy), default);
    }

    private bool CanServe(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        switch (entry.State)
        {
            case OwnerDirectoryState.Owned:
            case OwnerDirectoryState.OwnedByGroups:
                return !entry.Has(OwnerDirectoryFlags.Held);
            case OwnerDirectoryState.Evicting:
                return true;
            case OwnerDirectoryState.OwnershipPending:
            case OwnerDirectoryState.AcknowledgementsPending:
                return false;
            default:
                return Impossible(page, "a request was forwarded to a node that does not own it");
        }
    }

    private void SendCopy(PageNumber page, NodeId reader)
    {
        NodeSetView copies = Copyset(page);
        if (copies.IsEmpty) world.SetPermission(page, PagePermission.Read);
        copies.Add(reader);
        CoherenceMessage message = new() { Page = page, Kind = (byte)OwnerDirectoryMessage.Data, Requester = reader };
        world.SendPage(reader, in message);
    }

    /// <summary>Passes the page on. Invalidations go first, so that they run while the content is on the wire.</summary>
    private void GivePageUp(PageNumber page, ref OwnerDirectoryEntry entry, NodeId writer, bool writerHasCopy, PagesAlong along)
    {
        // A writer that is no member lost the copy it spoke of since. One that is a member and still speaks of it has it: no invalidation was sent to it, and
        // it evicts nothing while it waits. But it may be a member for another node's sake, where copies are known by groups.
        NodeSetView copies = Copyset(page);
        bool withContent = !writerHasCopy || !copies.Contains(writer) || entry.State == OwnerDirectoryState.OwnedByGroups;
        bool wasEvicting = entry.State == OwnerDirectoryState.Evicting;
        copies.Remove(writer);
        short invalidated = SendInvalidations(page, copies, writer);
        world.SetPermission(page, PagePermission.None);
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(withContent ? OwnerDirectoryMessage.ExclusiveData : OwnerDirectoryMessage.ExclusiveGrant),
            Requester = writer,
            Count = (ushort)invalidated,
            Value = along.Bits,
        };
        SendOwnership(writer, in message, withContent);
        Leave(page, ref entry);
        // A local write may have waited for the eviction to end.
        if (wasEvicting) world.Complete(page);
    }

    private void SendOwnership(NodeId to, in CoherenceMessage message, bool withContent)
    {
        if (withContent) world.SendPage(to, in message);
        else world.Send(to, in message);
    }

    private short SendInvalidations(PageNumber page, NodeSetView copies, NodeId writer)
    {
        short sent = 0;
        foreach (NodeId holder in copies)
        {
            CoherenceMessage message = new() { Page = page, Kind = (byte)OwnerDirectoryMessage.Invalidate, Requester = writer };
            world.Send(holder, in message);
            sent++;
        }
        return sent;
    }

    /// <summary>Nothing of the page is left here, except, at home, who has it.</summary>
    private void Leave(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        entry = new OwnerDirectoryEntry { Owner = entry.Owner, Flags = entry.Flags & OwnerDirectoryFlags.PutWaits };
        Copyset(page).Clear();
        PendingReaders(page).Clear();
        if (world.HomeOf(page) != Self) world.Release(page);
    }
}
