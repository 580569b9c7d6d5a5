using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The MSI home directory: write-invalidate, sequentially consistent. A central directory that calls modified content back and serves it from memory, after
/// Censier and Feautrier (IEEE Transactions on Computers, 1978), in the words of Sorin, Hill and Wood (A Primer on Memory Consistency and Cache Coherence, 2011,
/// chapter 8), in whose protocol owners answer requesters straight.
/// <para>
/// Every page has a fixed home, which knows who has it modified or which nodes share it, and which has the content itself whenever nobody has it modified. All
/// messages go to home or come from it. Home serves one request for a page at a time: it calls a modified page back, or has all copies but the writer's
/// acknowledged as gone, then answers; what comes meanwhile waits in sets of nodes. All readers that wait are served together, then one writer, then readers
/// again; writers take turns by their numbers. So nobody is refused, nobody asks twice, and nobody starves.
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
/// answer and need not: each time a node is given the page to write, it puts it home exactly once, and home waits for exactly that. The recall cannot be
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
/// begins at a node that owes an answer, since a hold begins with an answer by home, which is sent to nobody while home waits.
/// </para>
/// </remarks>
/// <param name="world">What the node can do.</param>
public sealed partial class MsiDirectory(IProtocolWorld world) : ICoherenceProtocol
{
    private const int Sets = (int)MsiDirectorySet.WaitingWriters + 1;

    private PageEntries<MsiDirectoryEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<MsiDirectoryEntry>.Bytes(Sets, world.Nodes);

    private NodeId Self => world.Self;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page)
    {
        ref MsiDirectoryEntry entry = ref Entry(page);
        entry.State = MsiDirectoryState.Modified;
        entry.Owner = Self;
    }

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref MsiDirectoryEntry entry = ref Entry(page);
        switch (entry.State)
        {
            case MsiDirectoryState.Invalid:
                break;

            case MsiDirectoryState.Shared:
                if (kind == AccessKind.Read) return true;
                break;

            case MsiDirectoryState.Modified:
                return true;

            case MsiDirectoryState.ReadPending:
                return false;

            case MsiDirectoryState.WritePending:
                return kind == AccessKind.Read && entry.Has(MsiDirectoryFlags.HasCopy);

            default:
                return Impossible(page, "the state of its entry is unknown");
        }
        if (world.HomeOf(page) == Self) Want(page, ref entry, kind);
        else Request(page, ref entry, kind);
        return false;
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => (MsiDirectoryMessage)message.Kind switch
    {
        MsiDirectoryMessage.GetShared or MsiDirectoryMessage.GetModified or MsiDirectoryMessage.Upgrade or MsiDirectoryMessage.InvalidateAcknowledge => !hasContent && GoesHome(from, in message),
        MsiDirectoryMessage.Data or MsiDirectoryMessage.DataModified => hasContent && ComesFromHome(from, in message),
        MsiDirectoryMessage.Grant or MsiDirectoryMessage.Invalidate => !hasContent && ComesFromHome(from, in message),
        MsiDirectoryMessage.RecallShared or MsiDirectoryMessage.RecallModified => !hasContent && ComesFromHome(from, in message),
        MsiDirectoryMessage.PutShared or MsiDirectoryMessage.PutModified => hasContent && GoesHome(from, in message),
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref MsiDirectoryEntry entry = ref Entry(page);
        switch ((MsiDirectoryMessage)message.Kind)
        {
            case MsiDirectoryMessage.GetShared: OnGetShared(page, ref entry, from); break;
            case MsiDirectoryMessage.GetModified: OnGetModified(page, ref entry, from, hasCopy: false); break;
            case MsiDirectoryMessage.Upgrade: OnGetModified(page, ref entry, from, hasCopy: true); break;
            case MsiDirectoryMessage.Data: OnData(page, ref entry, content); break;
            case MsiDirectoryMessage.DataModified: OnGrant(page, ref entry, content); break;
            case MsiDirectoryMessage.Grant: OnGrant(page, ref entry, default); break;
            case MsiDirectoryMessage.Invalidate: OnInvalidate(page, ref entry); break;
            case MsiDirectoryMessage.InvalidateAcknowledge: OnAcknowledge(page, ref entry, from); break;
            case MsiDirectoryMessage.RecallShared: OnRecall(page, ref entry, leavesCopy: true); break;
            case MsiDirectoryMessage.RecallModified: OnRecall(page, ref entry, leavesCopy: false); break;
            case MsiDirectoryMessage.PutShared: OnPut(page, ref entry, from, content, leavesCopy: true); break;
            case MsiDirectoryMessage.PutModified: OnPut(page, ref entry, from, content, leavesCopy: false); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref MsiDirectoryEntry entry = ref Entry(page);
        Panic.Unless(world.HomeOf(page) != Self, "a home evicts no pages of its own");
        if (entry.Has(MsiDirectoryFlags.Held)) return false;
        switch (entry.State)
        {
            case MsiDirectoryState.Shared:
                // Nobody is told: home may go on thinking that there is a copy here, and an invalidation of it is acknowledged all the same.
                world.SetPermission(page, PagePermission.None);
                Leave(page, ref entry);
                return true;

            case MsiDirectoryState.Modified:
                Put(page, ref entry, leavesCopy: false);
                return true;

            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref MsiDirectoryEntry entry = ref Entry(page);
        if (!entry.Has(MsiDirectoryFlags.Held)) return;
        entry.Flags &= ~MsiDirectoryFlags.Held;
        if (world.HomeOf(page) == Self) Serve(page, ref entry);
        else if (entry.Has(MsiDirectoryFlags.InvalidationWaits)) GiveCopyUp(page, ref entry);
        else if (entry.Has(MsiDirectoryFlags.RecallWaits)) Put(page, ref entry, entry.Has(MsiDirectoryFlags.RecallLeavesCopy));
    }

    /// <summary>The entry of <paramref name="page"/>, which lies in the guest's RAM.</summary>
    internal ref MsiDirectoryEntry Entry(PageNumber page) => ref _entries[page];

    private NodeSetView Sharers(PageNumber page) => Set(page, MsiDirectorySet.Sharers);

    private NodeSetView Missing(PageNumber page) => Set(page, MsiDirectorySet.Missing);

    private NodeSetView WaitingReaders(PageNumber page) => Set(page, MsiDirectorySet.WaitingReaders);

    private NodeSetView WaitingWriters(PageNumber page) => Set(page, MsiDirectorySet.WaitingWriters);

    private NodeSetView Set(PageNumber page, MsiDirectorySet set) => _entries.Set(page, (int)set);

    /// <summary>An access is complete: who waits for it here goes on, and the page stays for a while before anybody may take it.</summary>
    private void Won(PageNumber page, ref MsiDirectoryEntry entry)
    {
        world.Complete(page);
        entry.Flags &= ~MsiDirectoryFlags.Held;
        if (world.Hold(page)) entry.Flags |= MsiDirectoryFlags.Held;
    }

    private void Send(NodeId to, PageNumber page, MsiDirectoryMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.Send(to, in message);
    }

    private void SendPage(NodeId to, PageNumber page, MsiDirectoryMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.SendPage(to, in message);
    }

    private bool GoesHome(NodeId from, in CoherenceMessage message) => message.Requester == from && world.HomeOf(message.Page) == Self;

    private bool ComesFromHome(NodeId from, in CoherenceMessage message) => message.Requester == from && world.HomeOf(message.Page) == from;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Impossible(PageNumber page, string what)
    {
        MsiDirectoryEntry entry = Entry(page);
        world.Fail($"{page} at {Self}: {what}; state {(uint)entry.State}, flags {(ulong)entry.Flags:x}, sharers {Sharers(page).Fold().Bits:x}, missing {Missing(page).Fold().Bits:x}");
        return false;
    }
}
