using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// What protocols with a central directory have in common: write-invalidate, sequentially consistent. The directory calls written content back and serves it from memory, after Censier and Feautrier (IEEE Transactions on
/// Computers C-27, 1978), in the words of Sorin, Hill and Wood (A Primer on Memory Consistency and Cache Coherence, 2011, chapter 8), in whose protocol owners answer requesters straight. A protocol of the family says which
/// reader gets a page alone: <see cref="ReadsAlone"/>.
/// <para>
/// Every page has a fixed home, which knows who has it alone or which nodes share it, and which has the content itself whenever nobody has written it. All
/// messages go to home or come from it. Home serves one request for a page at a time: it calls the page back from a node that has it alone, or has all copies but the writer's
/// acknowledged as gone, then answers; what comes meanwhile waits in sets of nodes. All readers that wait are served together, then one writer, then readers
/// again; writers take turns by their numbers. So nobody is refused, nobody asks twice, and nobody starves.
/// </para>
/// <para>
/// A reader that gets a page alone is served like a writer. It may write without asking (Exclusive becomes Modified, and nobody is told), so home cannot use its own frame meanwhile; a page that comes back unwritten comes back
/// without content, since home's frame is still right. Home gives a page to one reader alone only while no writer waits: else readers could follow each other for ever.
/// </para>
/// <para>
/// Against <c>OwnerDirectory</c>: one node knows everything of a page, so no two others ever talk about it and there are few races; a page that was written
/// elsewhere goes through home on its way, which costs a message and a transfer more.
/// </para>
/// </summary>
/// <remarks>
/// <para>
/// What the proofs use: between two nodes messages arrive in order, and every message about a page is between home and one other node. So home and that node
/// see all that passes between them in two sequences, one each way. A node has at most one request under way for a page.
/// </para>
/// <para>
/// An eviction crosses a recall: the owner put the page home and then receives the recall, having nothing. It ignores it. Home cannot tell an eviction from an
/// answer and need not: each time a node is given the page alone, it puts it home exactly once, and home waits for exactly that. The recall cannot be
/// mistaken for a later one, because it was sent before home could answer any request that this node sends after the put, and arrives before that answer.
/// </para>
/// <para>
/// A copy is dropped while its invalidation is under way: the invalidation finds nothing, or a node that has asked anew and whose request waits at home, and is
/// acknowledged. A copy sent for that request leaves home after the invalidation and arrives after it: a copy is never too old.
/// </para>
/// <para>
/// An upgrade crosses an invalidation: home struck the sender off the sharers when it sent the invalidation, and answers the upgrade with content later. A
/// sender that is a sharer still when it is served has its copy: no invalidation was sent, and nothing is evicted while a request is under way. A sender that
/// dropped its copy says so by <c>GetModified</c>, and home strikes it off when that arrives.
/// </para>
/// <para>
/// No waiting is in a circle: home waits for answers of other nodes and for its own hold; an answer waits at most for a hold; a hold ends by itself, and none
/// begins at a node that owes an answer, since a hold begins with an answer by home, which is sent to nobody while home waits. A hold for a device begins, besides, where the page is modified, at a node that so has all copies and owes
/// nothing but, during a hold, the answer to a recall; it ends when the device is done, which waits for no page, since all that it works on was pinned before.
/// </para>
/// </remarks>
/// <param name="world">What the node can do.</param>
public abstract partial class CentralDirectory(IProtocolWorld world) : ICoherenceProtocol
{
    private const int Sets = (int)CentralDirectorySet.WaitingWriters + 1;

    private PageEntries<CentralDirectoryEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<CentralDirectoryEntry>.Bytes(Sets, world.Nodes);

    private protected NodeId Self => world.Self;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        entry.State = CentralDirectoryState.Modified;
        entry.Owner = Self;
    }

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        switch (entry.State)
        {
            case CentralDirectoryState.Invalid:
                break;

            case CentralDirectoryState.Shared:
                if (kind == AccessKind.Read) return true;
                break;

            case CentralDirectoryState.Modified:
                return true;

            case CentralDirectoryState.Exclusive:
                if (kind == AccessKind.Write) WriteAlone(page, ref entry);
                return true;

            case CentralDirectoryState.ReadPending:
                return false;

            case CentralDirectoryState.WritePending:
                return kind == AccessKind.Read && entry.Has(CentralDirectoryFlags.HasCopy);

            default:
                return Impossible(page, "the state of its entry is unknown");
        }
        if (world.HomeOf(page) == Self) Want(page, ref entry, kind);
        else Request(page, ref entry, kind);
        return false;
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => (CentralDirectoryMessage)message.Kind switch
    {
        CentralDirectoryMessage.GetShared or CentralDirectoryMessage.GetModified or CentralDirectoryMessage.Upgrade or CentralDirectoryMessage.InvalidateAcknowledge => !hasContent && GoesHome(from, in message),
        CentralDirectoryMessage.Data or CentralDirectoryMessage.DataModified or CentralDirectoryMessage.DataExclusive => hasContent && ComesFromHome(from, in message),
        CentralDirectoryMessage.Grant or CentralDirectoryMessage.Invalidate => !hasContent && ComesFromHome(from, in message),
        CentralDirectoryMessage.RecallShared or CentralDirectoryMessage.RecallModified or CentralDirectoryMessage.RecallMigratory => !hasContent && ComesFromHome(from, in message),
        CentralDirectoryMessage.PutShared or CentralDirectoryMessage.PutModified => hasContent && GoesHome(from, in message),
        CentralDirectoryMessage.PutCleanShared or CentralDirectoryMessage.PutClean => !hasContent && GoesHome(from, in message),
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref CentralDirectoryEntry entry = ref Entry(page);
        switch ((CentralDirectoryMessage)message.Kind)
        {
            case CentralDirectoryMessage.GetShared: OnGetShared(page, ref entry, from); break;
            case CentralDirectoryMessage.GetModified: OnGetModified(page, ref entry, from, hasCopy: false); break;
            case CentralDirectoryMessage.Upgrade: OnGetModified(page, ref entry, from, hasCopy: true); break;
            case CentralDirectoryMessage.Data: OnData(page, ref entry, content); break;
            case CentralDirectoryMessage.DataModified: OnGrant(page, ref entry, content); break;
            case CentralDirectoryMessage.Grant: OnGrant(page, ref entry, default); break;
            case CentralDirectoryMessage.Invalidate: OnInvalidate(page, ref entry); break;
            case CentralDirectoryMessage.InvalidateAcknowledge: OnAcknowledge(page, ref entry, from); break;
            case CentralDirectoryMessage.RecallShared: OnRecall(page, ref entry, leavesCopy: true); break;
            case CentralDirectoryMessage.RecallModified: OnRecall(page, ref entry, leavesCopy: false); break;
            case CentralDirectoryMessage.PutShared: OnPut(page, ref entry, from, content, leavesCopy: true); break;
            case CentralDirectoryMessage.PutModified: OnPut(page, ref entry, from, content, leavesCopy: false); break;
            case CentralDirectoryMessage.DataExclusive: OnDataExclusive(page, ref entry, content); break;
            case CentralDirectoryMessage.RecallMigratory: OnRecall(page, ref entry, leavesCopy: entry.State == CentralDirectoryState.Exclusive); break;
            case CentralDirectoryMessage.PutCleanShared: OnPut(page, ref entry, from, default, leavesCopy: true); break;
            case CentralDirectoryMessage.PutClean: OnPut(page, ref entry, from, default, leavesCopy: false); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        Panic.Unless(world.HomeOf(page) != Self, "a home evicts no pages of its own");
        if (entry.Has(CentralDirectoryFlags.Held)) return false;
        switch (entry.State)
        {
            case CentralDirectoryState.Shared:
                // Nobody is told: home may go on thinking that there is a copy here, and an invalidation of it is acknowledged all the same.
                world.SetPermission(page, PagePermission.None);
                Leave(page, ref entry);
                return true;

            case CentralDirectoryState.Modified:
            case CentralDirectoryState.Exclusive:
                Put(page, ref entry, leavesCopy: false);
                return true;

            default:
                return false;
        }
    }

    /// <summary>Whoever has the page modified has nothing to answer but a recall that waits for a hold; home is not busy then.</summary>
    public bool TryHold(PageNumber page)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        if (entry.State != CentralDirectoryState.Modified) return false;
        entry.Flags |= CentralDirectoryFlags.Held;
        return true;
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref CentralDirectoryEntry entry = ref Entry(page);
        if (!entry.Has(CentralDirectoryFlags.Held)) return;
        entry.Flags &= ~CentralDirectoryFlags.Held;
        if (world.HomeOf(page) == Self) Serve(page, ref entry);
        else if (entry.Has(CentralDirectoryFlags.InvalidationWaits)) GiveCopyUp(page, ref entry);
        else if (entry.Has(CentralDirectoryFlags.RecallWaits)) Put(page, ref entry, entry.Has(CentralDirectoryFlags.RecallLeavesCopy));
    }

    /// <summary>The entry of <paramref name="page"/>, which lies in the guest's RAM.</summary>
    internal ref CentralDirectoryEntry Entry(PageNumber page) => ref _entries[page];

    /// <summary>At home, which serves nobody at the moment and for whom no writer waits: whether the next of the readers that wait is to have <paramref name="page"/> alone.</summary>
    private protected abstract bool ReadsAlone(PageNumber page, ref CentralDirectoryEntry entry);

    /// <summary>At home: <see cref="CentralDirectoryEntry.Writer"/> is about to write <paramref name="page"/>, of which others may have copies. Those have not been told yet.</summary>
    private protected virtual void NoteWrite(PageNumber page, ref CentralDirectoryEntry entry)
    {
    }

    private protected NodeSetView Sharers(PageNumber page) => Set(page, CentralDirectorySet.Sharers);

    private NodeSetView Missing(PageNumber page) => Set(page, CentralDirectorySet.Missing);

    private protected NodeSetView WaitingReaders(PageNumber page) => Set(page, CentralDirectorySet.WaitingReaders);

    private NodeSetView WaitingWriters(PageNumber page) => Set(page, CentralDirectorySet.WaitingWriters);

    private NodeSetView Set(PageNumber page, CentralDirectorySet set) => _entries.Set(page, (int)set);

    /// <summary>An access is complete: who waits for it here goes on, and the page stays for a while before anybody may take it.</summary>
    private void Won(PageNumber page, ref CentralDirectoryEntry entry)
    {
        world.Complete(page);
        entry.Flags &= ~CentralDirectoryFlags.Held;
        if (world.Hold(page)) entry.Flags |= CentralDirectoryFlags.Held;
    }

    private void Send(NodeId to, PageNumber page, CentralDirectoryMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.Send(to, in message);
    }

    private void SendPage(NodeId to, PageNumber page, CentralDirectoryMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.SendPage(to, in message);
    }

    private bool GoesHome(NodeId from, in CoherenceMessage message) => message.Requester == from && world.HomeOf(message.Page) == Self;

    private bool ComesFromHome(NodeId from, in CoherenceMessage message) => message.Requester == from && world.HomeOf(message.Page) == from;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Impossible(PageNumber page, string what)
    {
        CentralDirectoryEntry entry = Entry(page);
        world.Fail($"{page} at {Self}: {what}; state {(uint)entry.State}, flags {(ulong)entry.Flags:x}, sharers {Sharers(page).Fold().Bits:x}, missing {Missing(page).Fold().Bits:x}");
        return false;
    }
}
