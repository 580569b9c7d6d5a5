using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Single copy: a page is at one node at a time, and any access, to read or to write, moves it there; nothing is replicated, so nothing is invalidated. Stumm and Zhou's migration algorithm (IEEE Computer 23(5), 1990), the
/// baseline that other protocols are measured against.
/// <para>
/// A page's home knows where it is. It calls the page back, serves one of those who wait, calls it back again: all messages go to home or come from it. Who waits is served by number, round and round, so nobody starves.
/// </para>
/// </summary>
/// <remarks>
/// What the proofs use: between two nodes messages arrive in order, and home puts a page into a node's hands only when that node asked, and has it back exactly once for each time. A recall that finds nothing here crossed
/// what it asks for: the frame was needed and the page went home by itself, which answers the recall. It cannot be taken for a later one, since it arrives before anything that home sends after that put.
/// </remarks>
/// <param name="world">What the node can do.</param>
public sealed partial class SingleCopy(IProtocolWorld world) : ICoherenceProtocol
{
    private const int Sets = (int)SingleCopySet.Waiting + 1;

    private PageEntries<SingleCopyEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<SingleCopyEntry>.Bytes(Sets, world.Nodes);

    private NodeId Self => world.Self;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page) => Entry(page) = new SingleCopyEntry { State = SingleCopyState.Here, Owner = Self };

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref SingleCopyEntry entry = ref Entry(page);
        if (entry.State == SingleCopyState.Here) return true;
        if (world.HomeOf(page) == Self)
        {
            Enqueue(page, ref entry, Self);
        }
        else if (entry.State == SingleCopyState.Absent)
        {
            entry.State = SingleCopyState.Pending;
            Send(world.HomeOf(page), page, SingleCopyMessage.Get);
        }
        return false;
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => message.Requester == from && (SingleCopyMessage)message.Kind switch
    {
        SingleCopyMessage.Get => !hasContent && world.HomeOf(message.Page) == Self,
        SingleCopyMessage.Give => hasContent && world.HomeOf(message.Page) == from,
        SingleCopyMessage.Recall => !hasContent && world.HomeOf(message.Page) == from,
        SingleCopyMessage.Put => hasContent && world.HomeOf(message.Page) == Self,
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref SingleCopyEntry entry = ref Entry(page);
        switch ((SingleCopyMessage)message.Kind)
        {
            case SingleCopyMessage.Get: OnGet(page, ref entry, from); break;
            case SingleCopyMessage.Give: OnGive(page, ref entry, content); break;
            case SingleCopyMessage.Recall: OnRecall(page, ref entry); break;
            case SingleCopyMessage.Put: OnPut(page, ref entry, from, content); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref SingleCopyEntry entry = ref Entry(page);
        Panic.Unless(world.HomeOf(page) != Self, "a home evicts no pages of its own");
        if (entry.State != SingleCopyState.Here || entry.Has(SingleCopyFlags.Held)) return false;
        Put(page, ref entry);
        return true;
    }

    /// <inheritdoc/>
    public bool TryHold(PageNumber page)
    {
        ref SingleCopyEntry entry = ref Entry(page);
        if (entry.State != SingleCopyState.Here) return false;
        entry.Flags |= SingleCopyFlags.Held;
        return true;
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref SingleCopyEntry entry = ref Entry(page);
        if (!entry.Has(SingleCopyFlags.Held)) return;
        entry.Flags &= ~SingleCopyFlags.Held;
        if (world.HomeOf(page) == Self) Serve(page, ref entry);
        else if (entry.Has(SingleCopyFlags.Recalled)) Put(page, ref entry);
    }

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page) => Entry(page).State != SingleCopyState.Pending && !Entry(page).Has(SingleCopyFlags.Recalled) && Waiting(page).IsEmpty;

    /// <summary>Home knows of no node but the one that has the page.</summary>
    public bool Forget(PageNumber page, NodeId node) => true;

    /// <inheritdoc/>
    public bool Bury(PageNumber page, NodeId node)
    {
        if (world.HomeOf(page) != Self) return true;
        Waiting(page).Remove(node);
        return Entry(page).State != SingleCopyState.Absent || Entry(page).Owner != node;
    }

    private void OnGet(PageNumber page, ref SingleCopyEntry entry, NodeId requester)
    {
        if (entry.State == SingleCopyState.Absent && entry.Owner == requester) Impossible(page, "the node that has it asks for it");
        if (Waiting(page).Contains(requester)) Impossible(page, "a node asks for it twice");
        Enqueue(page, ref entry, requester);
    }

    private void Enqueue(PageNumber page, ref SingleCopyEntry entry, NodeId requester)
    {
        Waiting(page).Add(requester);
        Serve(page, ref entry);
    }

    /// <summary>At home: does what can be done for those who wait. What cannot goes on when the page comes back, or its hold here ends.</summary>
    private void Serve(PageNumber page, ref SingleCopyEntry entry)
    {
        NodeSetView waiting = Waiting(page);
        while (!waiting.IsEmpty && !entry.Has(SingleCopyFlags.Recalled))
        {
            if (entry.Has(SingleCopyFlags.Held))
            {
                world.AwaitHoldEnd(page);
                return;
            }
            if (entry.State == SingleCopyState.Here) Give(page, ref entry, waiting.NextAfter(entry.Owner));
            else Recall(page, ref entry);
        }
    }

    private void Recall(PageNumber page, ref SingleCopyEntry entry)
    {
        entry.Flags |= SingleCopyFlags.Recalled;
        Send(entry.Owner, page, SingleCopyMessage.Recall);
    }

    private void Give(PageNumber page, ref SingleCopyEntry entry, NodeId next)
    {
        Waiting(page).Remove(next);
        entry.Owner = next;
        if (next == Self)
        {
            Win(page, ref entry);
            return;
        }
        entry.State = SingleCopyState.Absent;
        world.SetPermission(page, PagePermission.None);
        SendPage(next, page, SingleCopyMessage.Give);
    }

    private void OnGive(PageNumber page, ref SingleCopyEntry entry, in ReceivedContent content)
    {
        if (entry.State != SingleCopyState.Pending) Impossible(page, "it came to a node that did not ask for it");
        world.Install(page, content);
        Win(page, ref entry);
    }

    private void OnRecall(PageNumber page, ref SingleCopyEntry entry)
    {
        if (entry.Has(SingleCopyFlags.Recalled)) Impossible(page, "home calls it back twice");
        if (entry.State != SingleCopyState.Here) return;
        if (!entry.Has(SingleCopyFlags.Held))
        {
            Put(page, ref entry);
            return;
        }
        entry.Flags |= SingleCopyFlags.Recalled;
        world.AwaitHoldEnd(page);
    }

    private void Put(PageNumber page, ref SingleCopyEntry entry)
    {
        world.SetPermission(page, PagePermission.None);
        SendPage(world.HomeOf(page), page, SingleCopyMessage.Put);
        entry = default;
        world.Release(page);
    }

    private void OnPut(PageNumber page, ref SingleCopyEntry entry, NodeId from, in ReceivedContent content)
    {
        if (entry.State != SingleCopyState.Absent || entry.Owner != from) Impossible(page, "it was put home by a node that did not have it");
        world.Install(page, content);
        entry.State = SingleCopyState.Here;
        entry.Flags &= ~SingleCopyFlags.Recalled;
        if (Waiting(page).IsEmpty) world.SetPermission(page, PagePermission.Write);
        Serve(page, ref entry);
    }

    /// <summary>The page is here for a CPU that waits for it, and stays for a while before anybody may take it.</summary>
    private void Win(PageNumber page, ref SingleCopyEntry entry)
    {
        entry.State = SingleCopyState.Here;
        world.SetPermission(page, PagePermission.Write);
        world.Complete(page);
        if (world.Hold(page)) entry.Flags |= SingleCopyFlags.Held;
    }

    private ref SingleCopyEntry Entry(PageNumber page) => ref _entries[page];

    private NodeSetView Waiting(PageNumber page) => _entries.Set(page, (int)SingleCopySet.Waiting);

    private void Send(NodeId to, PageNumber page, SingleCopyMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.Send(to, in message);
    }

    private void SendPage(NodeId to, PageNumber page, SingleCopyMessage kind)
    {
        CoherenceMessage message = new() { Page = page, Kind = (byte)kind, Requester = Self };
        world.SendPage(to, in message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Impossible(PageNumber page, string what)
    {
        SingleCopyEntry entry = Entry(page);
        world.Fail($"{page} at {Self}: {what}; state {(uint)entry.State}, flags {(ulong)entry.Flags:x}, waiting {Waiting(page).Fold().Bits:x}");
    }
}
