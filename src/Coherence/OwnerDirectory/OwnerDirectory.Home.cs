using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a page's home does: it puts requests into an order and forwards them. It never waits, and knows one thing only, the last owner in the
/// chain.</content>
public sealed partial class OwnerDirectory
{
    private void OrderShared(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester)
    {
        CheckHome(page, ref entry, requester);
        if (entry.Owner != Self)
        {
            Forward(page, entry.Owner, OwnerDirectoryMessage.ForwardShared, requester, hasCopy: false, default);
            return;
        }
        if (IsBetterGivenAway(page, ref entry)) OrderExclusive(page, ref entry, requester, hasCopy: false, default);
        else OnForwardShared(page, ref entry, requester);
    }

    private void OrderExclusive(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester, bool hasCopy, PagesAlong along)
    {
        CheckHome(page, ref entry, requester);
        NodeId previous = entry.Owner;
        entry.Owner = requester;
        // If the previous owner asked home to take the page back, that is settled: this request takes it.
        entry.Flags &= ~OwnerDirectoryFlags.PutWaits;
        PagesAlong given = previous == Self && CanServe(page, ref entry) ? GiveAlong(page, along, requester) : default;
        PagesAlong rest = along.Without(given);
        if (!rest.IsEmpty) Forward(page, requester, OwnerDirectoryMessage.StayBehind, requester, hasCopy: false, rest);
        if (previous == Self) OnForwardExclusive(page, ref entry, requester, hasCopy, given);
        else Forward(page, previous, OwnerDirectoryMessage.ForwardExclusive, requester, hasCopy, default);
    }

    /// <summary>
    /// Of the pages that a writer wants to come along, gives up those that home has alone and that are all zero. Each is the writer's from now on: it gets to know before anything that home forwards to it later.
    /// </summary>
    private PagesAlong GiveAlong(PageNumber page, PagesAlong along, NodeId writer)
    {
        PagesAlong given = new(page, 0);
        foreach (PageNumber other in along)
        {
            ref OwnerDirectoryEntry entry = ref Entry(other);
            bool isAlone = entry.State == OwnerDirectoryState.Owned && Copyset(other).IsEmpty && !entry.Has(OwnerDirectoryFlags.Held);
            if (!isAlone || !world.TryTakeZero(other)) continue;
            Leave(other, ref entry);
            entry.Owner = writer;
            given = given.With(other);
        }
        return given;
    }

    /// <summary>
    /// The owner wants the page to leave. If home has already named another owner, a ForwardExclusive is on its way to this one and takes the page: nothing
    /// to do. It cannot be that the node became the owner anew meanwhile, because its request for that would come after this message.
    /// </summary>
    private void OrderPut(PageNumber page, ref OwnerDirectoryEntry entry, NodeId owner)
    {
        if (world.HomeOf(page) != Self) Impossible(page, "a request came to a node that is not its home");
        if (entry.Owner != owner) return;
        // Home's own copy is under way, perhaps from an earlier owner: were ownership to overtake it, it would come at some later time and could not be told
        // from a newer one.
        if (entry.State == OwnerDirectoryState.ReadPending) entry.Flags |= OwnerDirectoryFlags.PutWaits;
        else TakeBack(page, ref entry);
    }

    private void TakeBack(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        bool hasCopy = entry.State == OwnerDirectoryState.Shared;
        if (!hasCopy && entry.State != OwnerDirectoryState.Invalid) Impossible(page, "home is asked to take back what it has");
        NodeId previous = entry.Owner;
        entry.Owner = Self;
        entry.State = OwnerDirectoryState.OwnershipPending;
        entry.Flags &= ~OwnerDirectoryFlags.PutWaits;
        if (hasCopy) entry.Flags |= OwnerDirectoryFlags.HasCopy;
        Forward(page, previous, OwnerDirectoryMessage.ForwardPut, Self, hasCopy, default);
    }

    /// <summary>
    /// Whether a reader is better made the owner. Only home decides so, and only of a page it owns: it is the one node that can pass ownership on without
    /// anybody having to be told. The reader gets ownership before anything that home forwards to it from now on, both coming from here.
    /// </summary>
    private bool IsBetterGivenAway(PageNumber page, ref OwnerDirectoryEntry entry)
    {
        if (entry.State != OwnerDirectoryState.Owned || !Copyset(page).IsEmpty || entry.Has(OwnerDirectoryFlags.Held)) return false;
        if (_options.MigratoryReads && entry.Has(OwnerDirectoryFlags.Migratory)) return true;
        return _options.ExclusiveZeroReads && world.IsZero(page);
    }

    private void Forward(PageNumber page, NodeId owner, OwnerDirectoryMessage kind, NodeId requester, bool hasCopy, PagesAlong along)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = requester, Flags = hasCopy ? SaysItHasCopy : (byte)0, Value = along.Bits };
        world.Send(owner, in message);
    }

    private void CheckHome(PageNumber page, ref OwnerDirectoryEntry entry, NodeId requester)
    {
        if (world.HomeOf(page) != Self) Impossible(page, "a request came to a node that is not its home");
        if (entry.Owner == requester) Impossible(page, "its owner asks for it");
    }
}
