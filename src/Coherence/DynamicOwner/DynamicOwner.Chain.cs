using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>The way of a request: along the hints, into the queue of the last one that has the page or waits for it.</content>
public sealed partial class DynamicOwner
{
    private void Request(PageNumber page, ref DynamicOwnerEntry entry, AccessKind kind)
    {
        NodeId owner = ProbableOwner(page, ref entry);
        bool hasCopy = entry.State == DynamicOwnerState.Shared;
        bool isRead = kind == AccessKind.Read;
        // This is the last one from now on: whoever passes here queues here.
        entry = new DynamicOwnerEntry
        {
            State = isRead ? DynamicOwnerState.ReadPending : DynamicOwnerState.WritePending,
            Flags = (entry.Flags & DynamicOwnerFlags.PutUnseen) | (hasCopy ? DynamicOwnerFlags.HasCopy : DynamicOwnerFlags.None),
        };
        CoherenceMessage message = new()
        {
            Page = page,
            Kind = (byte)(isRead ? DynamicOwnerMessage.GetShared : DynamicOwnerMessage.GetExclusive),
            Flags = hasCopy ? SaysItHasCopy : (byte)0,
            Requester = Self,
        };
        world.Send(owner, in message);
    }

    private void OnRequest(PageNumber page, ref DynamicOwnerEntry entry, in CoherenceMessage message)
    {
        if (entry.IsLast)
        {
            Enqueue(page, ref entry, in message);
        }
        else
        {
            CoherenceMessage forwarded = message;
            forwarded.Count++;
            NodeId owner = ProbableOwner(page, ref entry);
            Hint(ref entry, message.Requester);
            world.Send(owner, in forwarded);
        }
    }

    private void Enqueue(PageNumber page, ref DynamicOwnerEntry entry, in CoherenceMessage message)
    {
        entry.Next = message.Requester;
        entry.Flags |= DynamicOwnerFlags.NextWaits;
        if (message.Kind == (byte)DynamicOwnerMessage.GetExclusive) entry.Flags |= DynamicOwnerFlags.NextWrites;
        if ((message.Flags & SaysItHasCopy) != 0) entry.Flags |= DynamicOwnerFlags.NextHasCopy;
        Hint(ref entry, message.Requester);
        ServeNext(page, ref entry);
    }

    /// <summary>Home fetches a page whose owner needs its frame, unless it waits for it or has it already: see the remarks on the class.</summary>
    private void OnPutRequest(PageNumber page, ref DynamicOwnerEntry entry, NodeId owner)
    {
        Send(owner, page, DynamicOwnerMessage.PutAcknowledge);
        if (entry.State is DynamicOwnerState.Invalid or DynamicOwnerState.Shared) Request(page, ref entry, AccessKind.Read);
    }

    private void OnPutAcknowledge(PageNumber page, ref DynamicOwnerEntry entry)
    {
        if (!entry.Has(DynamicOwnerFlags.PutUnseen)) Impossible(page, "home saw what was not sent");
        entry.Flags &= ~DynamicOwnerFlags.PutUnseen;
    }

    private NodeId ProbableOwner(PageNumber page, ref DynamicOwnerEntry entry)
    {
        NodeId owner = entry.Has(DynamicOwnerFlags.IsHinted) ? entry.ProbableOwner : world.HomeOf(page);
        if (owner == Self) Impossible(page, "it is asked for where it was last, and is not there");
        return owner;
    }

    private static void Hint(ref DynamicOwnerEntry entry, NodeId owner)
    {
        entry.ProbableOwner = owner;
        entry.Flags |= DynamicOwnerFlags.IsHinted;
    }
}
