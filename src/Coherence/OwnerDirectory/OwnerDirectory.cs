using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The owner directory: write-invalidate, sequentially consistent, after IVY's fixed distributed manager (Li and Hudak, TOCS 1989).
/// <para>
/// Every page has a fixed home, which puts requests into one order, that of their arrival, and forwards each to the page's owner; that is all a home does, so
/// it never waits. The owner has the content and knows who has copies. A write request makes its requester the next owner at once in home's eyes, long before
/// the page gets there: later requests are forwarded to it and queue there. So the chain of owners is the queue, in home's order, and a node queues at most
/// some readers and after them one writer, because past that writer home forwards to somebody else.
/// </para>
/// <para>
/// A writer may write after it has ownership and every copy was acknowledged as gone; acknowledgements go straight to it. Hence at any moment one node can
/// write a page or several can read it, and whatever is read is what was last written.
/// </para>
/// </summary>
/// <remarks>
/// What the proofs in the parts of this class use: between two nodes messages arrive in order. A node has at most one request of its own under way for a
/// page. Ownership passes along the chain only from a node whose own access is complete, which includes its acknowledgements; so no invalidation of an
/// earlier writer can still be under way to a node that has become the owner.
/// <para>
/// In a cluster of more than 64 nodes the copyset that goes home with an evicted page is coarse: each bit stands for all nodes of a group, and home takes all of them, but for itself, for members. That is a superset, as a copyset
/// always is: a member that has no copy acknowledges its invalidation like any other, and no writer is done, nor any later owner made, before it did; so "an owner is never asked" holds for it as well. Where a member awaits a
/// copy, an invalidation for another node's sake can make it throw the copy away and ask again, as after a home's invalidation of its own copy, and at most once for each time that the page is evicted.
/// </para>
/// <para>
/// One thing relies on a member's being one for its own sake: that ownership is granted without content to a writer that says it has a copy. Say that writer had one from an earlier owner, lost it to a writer that then
/// evicted the page, and its request, sent before it lost the copy, reaches home only now: its own bit would be clear, and another node's of its group may be set. So home remembers that it knows copies by groups only
/// (<see cref="OwnerDirectoryState.OwnedByGroups"/>) and sends the content to any writer. One that did have its copy keeps that: it was not invalidated, so it is the same. Exactly known copysets come from
/// <c>SendCopy</c> alone, and no owner but home, where pages are put, ever has another.
/// </para>
/// </remarks>
/// <param name="world">What the node can do.</param>
/// <param name="options">What to do beyond the core; all of it if nothing is registered.</param>
public sealed partial class OwnerDirectory(IProtocolWorld world, OwnerDirectoryOptions? options = null) : ICoherenceProtocol
{
    private const int Sets = (int)OwnerDirectorySet.PendingReaders + 1;

    /// <summary>A flag of some messages: the requester has a copy and need not be sent the content.</summary>
    internal const byte SaysItHasCopy = 1;

    private readonly OwnerDirectoryOptions _options = options ?? new OwnerDirectoryOptions(exclusiveZeroReads: true, migratoryReads: true);
    private PageEntries<OwnerDirectoryEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<OwnerDirectoryEntry>.Bytes(Sets, world.Nodes);

    private NodeId Self => world.Self;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        entry.State = OwnerDirectoryState.Owned;
        entry.Owner = Self;
    }

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        switch (entry.State)
        {
            case OwnerDirectoryState.Invalid:
                Request(page, ref entry, kind);
                return false;

            case OwnerDirectoryState.Shared:
                if (kind == AccessKind.Read) return true;
                Request(page, ref entry, kind);
                return false;

            case OwnerDirectoryState.Owned:
            case OwnerDirectoryState.OwnedByGroups:
                if (kind == AccessKind.Read || Copyset(page).IsEmpty) return true;
                InvalidateCopies(page, ref entry);
                return false;

            case OwnerDirectoryState.Evicting:
                // A write that needs the copies gone waits until the page has left and asks for it anew: that request reaches home after PutRequest did, and
                // so after home became the owner.
                return kind == AccessKind.Read || Copyset(page).IsEmpty;

            case OwnerDirectoryState.ReadPending:
            case OwnerDirectoryState.AskedAlong:
                return false;

            case OwnerDirectoryState.OwnershipPending:
            case OwnerDirectoryState.AcknowledgementsPending:
                return kind == AccessKind.Read && entry.Has(OwnerDirectoryFlags.HasCopy);

            default:
                return Impossible(page, "the state of its entry is unknown");
        }
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => (OwnerDirectoryMessage)message.Kind switch
    {
        OwnerDirectoryMessage.GetShared or OwnerDirectoryMessage.PutRequest => !hasContent && GoesHome(from, in message),
        OwnerDirectoryMessage.GetExclusive => !hasContent && GoesHome(from, in message) && Along(in message).ArePossible(world, Self),
        OwnerDirectoryMessage.ForwardShared or OwnerDirectoryMessage.ForwardExclusive => !hasContent && ComesFromHome(from, in message) && message.Requester != Self,
        OwnerDirectoryMessage.ForwardPut => !hasContent && ComesFromHome(from, in message) && message.Requester == from,
        OwnerDirectoryMessage.Data => hasContent && message.Requester == Self,
        OwnerDirectoryMessage.ExclusiveData => hasContent && message.Requester == Self && message.Count < world.Nodes && Along(in message).ArePossible(world, from),
        OwnerDirectoryMessage.ExclusiveGrant => !hasContent && message.Requester == Self && message.Count < world.Nodes,
        OwnerDirectoryMessage.Invalidate => !hasContent && message.Requester != Self,
        OwnerDirectoryMessage.InvalidateAcknowledge => !hasContent && message.Requester == from,
        OwnerDirectoryMessage.PutData => hasContent && GoesHome(from, in message) && AreNodes(message.Nodes),
        OwnerDirectoryMessage.PutGrant => !hasContent && GoesHome(from, in message) && AreNodes(message.Nodes),
        OwnerDirectoryMessage.StayBehind => !hasContent && ComesFromHome(from, in message) && message.Requester == Self && message.Value != 0 && Along(in message).ArePossible(world, from),
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref OwnerDirectoryEntry entry = ref Entry(page);
        bool hasCopy = (message.Flags & SaysItHasCopy) != 0;
        switch ((OwnerDirectoryMessage)message.Kind)
        {
            case OwnerDirectoryMessage.GetShared: OrderShared(page, ref entry, from); break;
            case OwnerDirectoryMessage.GetExclusive: OrderExclusive(page, ref entry, from, hasCopy, Along(in message)); break;
            case OwnerDirectoryMessage.PutRequest: OrderPut(page, ref entry, from); break;
            case OwnerDirectoryMessage.ForwardShared: OnForwardShared(page, ref entry, message.Requester); break;
            case OwnerDirectoryMessage.ForwardExclusive: OnForwardExclusive(page, ref entry, message.Requester, hasCopy, default); break;
            case OwnerDirectoryMessage.ForwardPut: OnForwardPut(page, ref entry, from, hasCopy); break;
            case OwnerDirectoryMessage.Data: OnData(page, ref entry, from, content); break;
            case OwnerDirectoryMessage.ExclusiveData: OnExclusive(page, ref entry, message.Count, content, Along(in message)); break;
            case OwnerDirectoryMessage.ExclusiveGrant: OnExclusive(page, ref entry, message.Count, default, default); break;
            case OwnerDirectoryMessage.Invalidate: OnInvalidate(page, ref entry, from, message.Requester); break;
            case OwnerDirectoryMessage.InvalidateAcknowledge: OnAcknowledge(page, ref entry); break;
            case OwnerDirectoryMessage.PutData: OnPut(page, ref entry, message.Nodes, content); break;
            case OwnerDirectoryMessage.PutGrant: OnPut(page, ref entry, message.Nodes, default); break;
            case OwnerDirectoryMessage.StayBehind: OnStayBehind(Along(in message)); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        Panic.Unless(world.HomeOf(page) != Self, "a home evicts no pages of its own");
        if (entry.Has(OwnerDirectoryFlags.Held)) return false;
        switch (entry.State)
        {
            case OwnerDirectoryState.Shared:
                // Nobody is told: the owner may go on thinking that there is a copy here, and an invalidation of it is acknowledged all the same.
                world.SetPermission(page, PagePermission.None);
                Leave(page, ref entry);
                return true;

            case OwnerDirectoryState.Owned:
                entry.State = OwnerDirectoryState.Evicting;
                Send(world.HomeOf(page), page, OwnerDirectoryMessage.PutRequest);
                return true;

            default:
                return false;
        }
    }

    /// <summary>An owner that is alone owes nobody anything but what it queues until a hold is over. Where home was asked to take the page back, the page goes first: a frame that is wanted back must not wait for a device.</summary>
    public bool TryHold(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (!entry.IsOwned || !Copyset(page).IsEmpty) return false;
        entry.Flags |= OwnerDirectoryFlags.Held;
        return true;
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref OwnerDirectoryEntry entry = ref Entry(page);
        if (!entry.Has(OwnerDirectoryFlags.Held)) return;
        entry.Flags &= ~OwnerDirectoryFlags.Held;
        if (entry.Has(OwnerDirectoryFlags.InvalidationWaits)) GiveCopyUp(page, ref entry, Copyset(page).First);
        ServeQueue(page, ref entry);
    }

    /// <summary>The entry of <paramref name="page"/>, which lies in the guest's RAM.</summary>
    internal ref OwnerDirectoryEntry Entry(PageNumber page) => ref _entries[page];

    /// <summary>The set <see cref="OwnerDirectorySet.Copyset"/> of <paramref name="page"/>.</summary>
    internal NodeSetView Copyset(PageNumber page) => Set(page, OwnerDirectorySet.Copyset);

    /// <summary>The set <see cref="OwnerDirectorySet.PendingReaders"/> of <paramref name="page"/>.</summary>
    internal NodeSetView PendingReaders(PageNumber page) => Set(page, OwnerDirectorySet.PendingReaders);

    private NodeSetView Set(PageNumber page, OwnerDirectorySet set) => _entries.Set(page, (int)set);

    private void Send(NodeId to, PageNumber page, OwnerDirectoryMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.Send(to, in message);
    }

    private static PagesAlong Along(in CoherenceMessage message) => new(message.Page, message.Value);

    private bool GoesHome(NodeId from, in CoherenceMessage message) => message.Requester == from && world.HomeOf(message.Page) == Self;

    private bool ComesFromHome(NodeId from, in CoherenceMessage message) => world.HomeOf(message.Page) == from;

    private bool AreNodes(NodeSet nodes) => world.Nodes >= NodeId.MaximumNodes || nodes.Bits >> world.Nodes == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Impossible(PageNumber page, string what)
    {
        OwnerDirectoryEntry entry = Entry(page);
        world.Fail($"{page} at {Self}: {what}; state {(uint)entry.State}, flags {(ulong)entry.Flags:x}, copyset {Copyset(page).Fold().Bits:x}");
        return false;
    }
}
