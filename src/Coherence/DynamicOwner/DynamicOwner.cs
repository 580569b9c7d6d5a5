using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Dynamic owner: write-invalidate, sequentially consistent, Li and Hudak's dynamic distributed manager (ACM TOCS 7(4), 1989, section 3.2). No node manages a page. Each has a hint, the page's probable owner, at first its home; a
/// request travels from hint to hint, and each node that it passes takes the requester for the probable owner from then on.
/// <para>
/// Whoever asks for a page, to read or to write, becomes its owner, with the content and the copyset; an owner that gave it to a reader keeps a copy. A node queues one request while it waits for the page, uses it or holds it,
/// and passes the page on to it: what comes later goes where the hint points, to that requester. A writer invalidates all copies and waits until they are acknowledged as gone. So one node can write or several can read.
/// </para>
/// </summary>
/// <remarks>
/// <para>
/// Chains end. Take for each node an edge: to its hint; or, if it is the last of those that have the page or wait for it behind one another, to the node that the first of these has its request on the way to. These edges form a
/// tree (Naimi, Tréhel and Arnold, JPDC 34(1), 1996; Ginat, Sleator and Tarjan, IPL 31(1), 1989, for the count), with the last one in the queue of the owner for its root. To send a request changes no edge. When the request of q's queue, whose last
/// is t, arrives at v, t's edge goes to v and v's to w; afterwards v's leads to t, by q or at once, and t's to w: a tree again. If v is itself the last of those that wait, t queues behind it, and w is where v's queue had its request on the way to.
/// So no request meets a node twice, its own sender among them: <see cref="CoherenceMessage.Count"/> counts, and <see cref="IsPossible"/> holds it to that.
/// </para>
/// <para>
/// Hints change in no other way. Were an invalidation to say who the owner is, or were readers no owners, as in refinements of the original, a hint could pass over others that are on their way, and these could be outrun
/// again and again: a reader would chase the page for ever beside two busy writers.
/// </para>
/// <para>
/// Forward progress: a request is queued once, and nothing overtakes what is queued; a node that has the page passes it on when its own access is complete and the hold over, that for a device too, which waits for no page.
/// </para>
/// <para>
/// A copy is never too old. It was left behind by an owner, so that it was there before the ownership left; an invalidation of it comes from a later owner. No two invalidate at once: the page is passed on when all is acknowledged.
/// </para>
/// <para>
/// None of this asks for order between two messages, and the Lab, which lets frames overtake each other (<c>overtaking-accepted</c>), agrees.
/// </para>
/// <para>
/// Evictions. A copy is dropped and nobody told. An owner asks home to fetch the page, and home sends a request like any other: so all hints stay right. One that already waits for the page will take it from this owner or a
/// later one, and one that has it took it. What comes in vain moves a page home that was wanted elsewhere, no more.
/// </para>
/// <para>
/// In a cluster of more than 64 nodes the copyset that is passed on is coarse, a superset: who has no copy acknowledges all the same. There a bit does not say that a requester still has its copy, so content goes along always.
/// </para>
/// </remarks>
/// <param name="world">What the node can do.</param>
public sealed partial class DynamicOwner(IProtocolWorld world) : ICoherenceProtocol
{
    private const int Sets = (int)DynamicOwnerSet.Copyset + 1;

    /// <summary>A flag of requests: the requester has a copy and need not be sent the content.</summary>
    internal const byte SaysItHasCopy = 1;

    private PageEntries<DynamicOwnerEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<DynamicOwnerEntry>.Bytes(Sets, world.Nodes);

    private NodeId Self => world.Self;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page) => Entry(page).State = DynamicOwnerState.Owned;

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        switch (entry.State)
        {
            case DynamicOwnerState.Invalid:
                Request(page, ref entry, kind);
                return false;

            case DynamicOwnerState.Shared:
                if (kind == AccessKind.Read) return true;
                Request(page, ref entry, kind);
                return false;

            case DynamicOwnerState.Owned:
                if (kind == AccessKind.Read || Copyset(page).IsEmpty) return true;
                entry.Flags |= DynamicOwnerFlags.HasCopy;
                InvalidateCopies(page, ref entry);
                return false;

            case DynamicOwnerState.ReadPending:
            case DynamicOwnerState.WritePending:
            case DynamicOwnerState.AcknowledgementsPending:
                return kind == AccessKind.Read && entry.Has(DynamicOwnerFlags.HasCopy);

            default:
                return Impossible(page, "the state of its entry is unknown");
        }
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => (DynamicOwnerMessage)message.Kind switch
    {
        DynamicOwnerMessage.GetShared or DynamicOwnerMessage.GetExclusive => !hasContent && CanHavePassed(from, in message),
        DynamicOwnerMessage.OwnershipData => hasContent && message.Requester == Self && AreCopies(message.Nodes),
        DynamicOwnerMessage.Ownership => !hasContent && message.Requester == Self && AreCopies(message.Nodes),
        DynamicOwnerMessage.Invalidate or DynamicOwnerMessage.InvalidateAcknowledge => !hasContent && message.Requester == from,
        DynamicOwnerMessage.PutRequest => !hasContent && message.Requester == from && world.HomeOf(message.Page) == Self,
        DynamicOwnerMessage.PutAcknowledge => !hasContent && message.Requester == from && world.HomeOf(message.Page) == from,
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref DynamicOwnerEntry entry = ref Entry(page);
        switch ((DynamicOwnerMessage)message.Kind)
        {
            case DynamicOwnerMessage.GetShared: OnRequest(page, ref entry, in message); break;
            case DynamicOwnerMessage.GetExclusive: OnRequest(page, ref entry, in message); break;
            case DynamicOwnerMessage.OwnershipData: OnOwnership(page, ref entry, message.Nodes, content); break;
            case DynamicOwnerMessage.Ownership: OnOwnership(page, ref entry, message.Nodes, default); break;
            case DynamicOwnerMessage.Invalidate: OnInvalidate(page, ref entry, from); break;
            case DynamicOwnerMessage.InvalidateAcknowledge: OnAcknowledge(page, ref entry); break;
            case DynamicOwnerMessage.PutRequest: OnPutRequest(page, ref entry, from); break;
            case DynamicOwnerMessage.PutAcknowledge: OnPutAcknowledge(page, ref entry); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        Panic.Unless(world.HomeOf(page) != Self, "a home evicts no pages of its own");
        if ((entry.Flags & (DynamicOwnerFlags.Held | DynamicOwnerFlags.PutAsked | DynamicOwnerFlags.PutUnseen)) != 0) return false;
        switch (entry.State)
        {
            case DynamicOwnerState.Shared:
                Leave(page, ref entry);
                return true;

            case DynamicOwnerState.Owned:
                entry.Flags |= DynamicOwnerFlags.PutAsked | DynamicOwnerFlags.PutUnseen;
                Send(world.HomeOf(page), page, DynamicOwnerMessage.PutRequest);
                return true;

            default:
                return false;
        }
    }

    /// <summary>An owner that is alone owes nobody anything but what it queues until a hold is over. Where home was asked to fetch the page, the page goes first: a frame that is wanted back must not wait for a device.</summary>
    public bool TryHold(PageNumber page)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        if (entry.State != DynamicOwnerState.Owned || entry.Has(DynamicOwnerFlags.PutAsked) || !Copyset(page).IsEmpty) return false;
        entry.Flags |= DynamicOwnerFlags.Held;
        return true;
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref DynamicOwnerEntry entry = ref Entry(page);
        if (!entry.Has(DynamicOwnerFlags.Held)) return;
        entry.Flags &= ~DynamicOwnerFlags.Held;
        ServeNext(page, ref entry);
    }

    private ref DynamicOwnerEntry Entry(PageNumber page) => ref _entries[page];

    private NodeSetView Copyset(PageNumber page) => _entries.Set(page, (int)DynamicOwnerSet.Copyset);

    private void Send(NodeId to, PageNumber page, DynamicOwnerMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.Send(to, in message);
    }

    /// <summary>A request comes from its requester or was forwarded by others, each another one; it never comes back to its requester.</summary>
    private bool CanHavePassed(NodeId from, in CoherenceMessage message) =>
        message.Requester != Self && (message.Requester == from) == (message.Count == 0) && message.Count < world.Nodes - 1;

    private bool AreCopies(NodeSet nodes) => !_entries.HasExactSets || (!nodes.Contains(Self) && (world.Nodes == NodeId.MaximumNodes || nodes.Bits >> world.Nodes == 0));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Impossible(PageNumber page, string what)
    {
        DynamicOwnerEntry entry = Entry(page);
        world.Fail($"{page} at {Self}: {what}; state {(uint)entry.State}, flags {(ulong)entry.Flags:x}, copyset {Copyset(page).Fold().Bits:x}");
        return false;
    }
}
