using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>
/// What a page's owner does, or what the node does that home has named the owner and that is still waiting for the page: such a node queues what is forwarded
/// to it until its own access is complete and the hold over.
/// </content>
public sealed unsafe partial class OwnerDirectory
{
    private void OnForwardShared(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester)
    {
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) Impossible(page, "a reader came after home had named another owner");
        if (CanServe(page, ref entry))
        {
            SendCopy(page, ref entry, requester);
            return;
        }
        entry.PendingReaders = entry.PendingReaders.With(requester);
        if (entry.Has(OwnerDirectoryFlags.Held)) world.AwaitHoldEnd(page);
    }

    private void OnForwardExclusive(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester, bool hasCopy)
    {
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) Impossible(page, "a second writer came");
        if (CanServe(page, ref entry))
        {
            GivePageUp(page, ref entry, requester, hasCopy);
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
        NodeSet copies = entry.Copyset;
        bool withContent = !hasCopy || !copies.Contains(home);
        world.SetPermission(page, PagePermission.None);
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(withContent ? OwnerDirectoryMessage.PutData : OwnerDirectoryMessage.PutGrant),
            Requester = Self,
            Nodes = copies.Without(home),
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
        entry.MissingAcknowledgements = SendInvalidations(page, entry.Copyset, Self);
        entry.Copyset = NodeSet.Empty;
        entry.State = OwnerDirectoryState.AcknowledgementsPending;
        entry.Flags |= OwnerDirectoryFlags.HasCopy;
    }

    /// <summary>What waited for this node to be done with the page goes on now: readers first, since they came first, then the next owner.</summary>
    private void ServeQueue(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        if (entry.State != OwnerDirectoryState.Owned || entry.Has(OwnerDirectoryFlags.Held)) return;
        for (NodeSet readers = entry.PendingReaders; !readers.IsEmpty; readers = readers.Without(readers.First)) SendCopy(page, ref entry, readers.First);
        entry.PendingReaders = NodeSet.Empty;
        if (entry.Has(OwnerDirectoryFlags.WriterWaits)) GivePageUp(page, ref entry, entry.PendingWriter, entry.Has(OwnerDirectoryFlags.WriterHasCopy));
    }

    private bool CanServe(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        switch (entry.State)
        {
            case OwnerDirectoryState.Owned:
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

    private void SendCopy(PageNumber page, ref OwnerDirectoryEntry entry, NodeId reader)
    {
        if (entry.Copyset.IsEmpty) world.SetPermission(page, PagePermission.Read);
        entry.Copyset = entry.Copyset.With(reader);
        CoherenceMessage message = new() { Page = page, Kind = (byte)OwnerDirectoryMessage.Data, Requester = reader };
        world.SendPage(reader, in message);
    }

    /// <summary>Passes the page on. Invalidations go first, so that they run while the content is on the wire.</summary>
    private void GivePageUp(PageNumber page, ref OwnerDirectoryEntry entry, NodeId writer, bool writerHasCopy)
    {
        // A writer that is no member lost the copy it spoke of since. One that is a member and still speaks of it has it: no invalidation was sent to it, and
        // it evicts nothing while it waits.
        bool withContent = !writerHasCopy || !entry.Copyset.Contains(writer);
        bool wasEvicting = entry.State == OwnerDirectoryState.Evicting;
        short invalidated = SendInvalidations(page, entry.Copyset.Without(writer), writer);
        world.SetPermission(page, PagePermission.None);
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(withContent ? OwnerDirectoryMessage.ExclusiveData : OwnerDirectoryMessage.ExclusiveGrant),
            Requester = writer,
            Count = (byte)invalidated,
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

    private short SendInvalidations(PageNumber page, NodeSet copies, NodeId writer)
    {
        for (NodeSet rest = copies; !rest.IsEmpty; rest = rest.Without(rest.First))
        {
            CoherenceMessage message = new() { Page = page, Kind = (byte)OwnerDirectoryMessage.Invalidate, Requester = writer };
            world.Send(rest.First, in message);
        }
        return (short)copies.Count;
    }

    /// <summary>Nothing of the page is left here, except, at home, who has it.</summary>
    private void Leave(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        entry = new OwnerDirectoryEntry { Owner = entry.Owner, Flags = entry.Flags & OwnerDirectoryFlags.PutWaits };
        if (world.HomeOf(page) != Self) world.Release(page);
    }
}
