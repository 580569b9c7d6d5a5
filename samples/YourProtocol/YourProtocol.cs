using System.Runtime.CompilerServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Samples;

/// <summary>
/// A coherence protocol to begin with: write-invalidate, with a directory at each page's home. One node may write a page, or many may read it; home knows who has it, and serves one after the other, by number, round and round.
/// </summary>
/// <remarks>
/// One rule carries it: <b>whoever was given a page gives it up exactly once</b>, by <c>Put</c> if it may have written it, else by <c>Gone</c>, whether home asked (<c>Invalidate</c>) or not. So home waits until nobody has the
/// page any more, and need not know why; and an <c>Invalidate</c> that finds nothing crossed what it asks for, and is ignored. It cannot be taken for a later one: what home gives this node next comes after it, in the same channel.
/// What a better protocol does and this one does not: grant a write without sending the page, leave the owner a copy when others read.
/// </remarks>
/// <param name="world">What the node can do.</param>
public sealed class YourProtocol(IProtocolWorld world) : ICoherenceProtocol, IProtocolInspection
{
    private const int Sets = (int)YourProtocolSet.Writers + 1;

    // All that the protocol remembers: a copy of this memory is a copy of its state.
    private PageEntries<YourProtocolEntry> _entries;

    /// <inheritdoc/>
    public int EntryBytes => PageEntries<YourProtocolEntry>.Bytes(Sets, world.Nodes);

    /// <summary>Those who wait are served by number.</summary>
    public bool TreatsNodesAlike => false;

    /// <inheritdoc/>
    public unsafe void Initialize(byte* entries, PageNumber first, uint pages) => _entries.Initialize(entries, first, pages, Sets, world.Nodes);

    /// <inheritdoc/>
    public void BeginAtHome(PageNumber page) => _entries[page].State = YourProtocolState.Modified;

    /// <inheritdoc/>
    public bool Access(PageNumber page, AccessKind kind)
    {
        ref YourProtocolEntry entry = ref _entries[page];
        bool writes = kind == AccessKind.Write;
        if (entry.State == YourProtocolState.Modified || (entry.State == YourProtocolState.Shared && !writes)) return true;
        if (IsHome(page))
        {
            Enqueue(page, ref entry, world.Self, writes);
        }
        else if (entry.State != YourProtocolState.Pending)
        {
            // The frame is kept: the page comes back into it.
            if (entry.State == YourProtocolState.Shared) GiveUp(page, ref entry);
            entry.State = YourProtocolState.Pending;
            world.Send(world.HomeOf(page), Message(page, writes ? YourProtocolMessage.GetModified : YourProtocolMessage.GetShared));
        }
        return false;
    }

    /// <inheritdoc/>
    public bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent) => message.Requester == from && (YourProtocolMessage)message.Kind switch
    {
        YourProtocolMessage.GetShared or YourProtocolMessage.GetModified or YourProtocolMessage.Gone => !hasContent && IsHome(message.Page),
        YourProtocolMessage.Put => hasContent && IsHome(message.Page),
        YourProtocolMessage.DataShared or YourProtocolMessage.DataModified => hasContent && world.HomeOf(message.Page) == from,
        YourProtocolMessage.Invalidate => !hasContent && world.HomeOf(message.Page) == from,
        _ => false,
    };

    /// <inheritdoc/>
    public void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content)
    {
        PageNumber page = message.Page;
        ref YourProtocolEntry entry = ref _entries[page];
        switch ((YourProtocolMessage)message.Kind)
        {
            case YourProtocolMessage.GetShared: Enqueue(page, ref entry, from, writes: false); break;
            case YourProtocolMessage.GetModified: Enqueue(page, ref entry, from, writes: true); break;
            case YourProtocolMessage.DataShared: OnData(page, ref entry, YourProtocolState.Shared, content); break;
            case YourProtocolMessage.DataModified: OnData(page, ref entry, YourProtocolState.Modified, content); break;
            case YourProtocolMessage.Invalidate: OnInvalidate(page, ref entry); break;
            case YourProtocolMessage.Gone or YourProtocolMessage.Put: OnGone(page, ref entry, from, content); break;
            default: Impossible(page, "a message of unknown kind came"); break;
        }
    }

    /// <inheritdoc/>
    public bool Evict(PageNumber page)
    {
        ref YourProtocolEntry entry = ref _entries[page];
        if (entry.State == YourProtocolState.Pending || entry.Has(YourProtocolFlags.Held)) return false;
        Leave(page, ref entry);
        return true;
    }

    /// <inheritdoc/>
    public bool TryHold(PageNumber page)
    {
        if (_entries[page].State != YourProtocolState.Modified) return false;
        _entries[page].Set(YourProtocolFlags.Held, true);
        return true;
    }

    /// <inheritdoc/>
    public void EndHold(PageNumber page)
    {
        ref YourProtocolEntry entry = ref _entries[page];
        if (!entry.Has(YourProtocolFlags.Held)) return;
        entry.Set(YourProtocolFlags.Held, false);
        if (IsHome(page)) Serve(page, ref entry);
        else if (entry.Has(YourProtocolFlags.Recalled)) Leave(page, ref entry);
    }

    /// <inheritdoc/>
    public bool IsIdle(PageNumber page) => _entries[page].State != YourProtocolState.Pending && !_entries[page].Has(YourProtocolFlags.Recalled) && Set(page, YourProtocolSet.Waiting).IsEmpty;

    /// <summary>Whoever was given a page has given it up: a node that has nothing is known to nobody.</summary>
    public bool Forget(PageNumber page, NodeId node) => true;

    /// <summary>A copy was given up by its node's death, too.</summary>
    public bool Bury(PageNumber page, NodeId node)
    {
        Set(page, YourProtocolSet.Waiting).Remove(node);
        Set(page, YourProtocolSet.Writers).Remove(node);
        if (!Set(page, YourProtocolSet.Holders).Contains(node)) return true;
        if (_entries[page].State == YourProtocolState.Invalid) return false;
        OnGone(page, ref _entries[page], node, default);
        return true;
    }

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => _entries[page].State == YourProtocolState.Modified || (IsHome(page) && _entries[page].State == YourProtocolState.Shared);

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node) => IsHome(page) && (node == world.Self ? Answers(page) : Set(page, YourProtocolSet.Holders).Contains(node));

    // At home: someone wants the page, home itself perhaps.
    private void Enqueue(PageNumber page, ref YourProtocolEntry entry, NodeId node, bool writes)
    {
        if (Set(page, YourProtocolSet.Holders).Contains(node)) Impossible(page, "a node that has it asks for it");
        Set(page, YourProtocolSet.Waiting).Add(node);
        if (writes) Set(page, YourProtocolSet.Writers).Add(node);
        Serve(page, ref entry);
    }

    // At home: does what can be done for those who wait. What cannot goes on when the last holder has given the page up, or the hold here ends.
    private void Serve(PageNumber page, ref YourProtocolEntry entry)
    {
        NodeSetView waiting = Set(page, YourProtocolSet.Waiting);
        NodeSetView holders = Set(page, YourProtocolSet.Holders);
        while (!waiting.IsEmpty && !entry.Has(YourProtocolFlags.Recalled))
        {
            if (entry.Has(YourProtocolFlags.Held))
            {
                world.AwaitHoldEnd(page);
                return;
            }
            NodeId next = waiting.NextAfter(entry.Last);
            bool writes = Set(page, YourProtocolSet.Writers).Contains(next);
            if (holders.IsEmpty || (!writes && entry.State == YourProtocolState.Shared)) Give(page, ref entry, next, writes);
            else Recall(page, ref entry, holders);
        }
    }

    private void Recall(PageNumber page, ref YourProtocolEntry entry, NodeSetView holders)
    {
        entry.Set(YourProtocolFlags.Recalled, true);
        foreach (NodeId holder in holders) world.Send(holder, Message(page, YourProtocolMessage.Invalidate));
    }

    // At home, which has the content: nobody has the page whom the next one would disturb.
    private void Give(PageNumber page, ref YourProtocolEntry entry, NodeId next, bool writes)
    {
        Set(page, YourProtocolSet.Waiting).Remove(next);
        Set(page, YourProtocolSet.Writers).Remove(next);
        entry.Last = next;
        if (next == world.Self)
        {
            Win(page, ref entry, entry.State);
            return;
        }
        // Lowered before the page is sent: from here on no CPU of home's can write it.
        entry.State = writes ? YourProtocolState.Invalid : YourProtocolState.Shared;
        PagePermission permission = writes ? PagePermission.None : PagePermission.Read;
        world.SetPermission(page, permission);
        Set(page, YourProtocolSet.Holders).Add(next);
        world.SendPage(next, Message(page, writes ? YourProtocolMessage.DataModified : YourProtocolMessage.DataShared));
    }

    // At home: a holder has given the page up. When the last one has, home has it alone.
    private void OnGone(PageNumber page, ref YourProtocolEntry entry, NodeId from, in ReceivedContent content)
    {
        NodeSetView holders = Set(page, YourProtocolSet.Holders);
        bool isOwner = content.Kind != PageContent.None;
        if (!holders.Contains(from) || isOwner != (entry.State == YourProtocolState.Invalid)) Impossible(page, "it was given up by a node that did not have it so");
        if (isOwner) world.Install(page, content);
        holders.Remove(from);
        if (!holders.IsEmpty) return;
        entry.State = YourProtocolState.Modified;
        entry.Set(YourProtocolFlags.Recalled, false);
        world.SetPermission(page, PagePermission.Write);
        Serve(page, ref entry);
    }

    private void OnData(PageNumber page, ref YourProtocolEntry entry, YourProtocolState state, in ReceivedContent content)
    {
        if (entry.State != YourProtocolState.Pending) Impossible(page, "it came to a node that did not ask for it");
        world.Install(page, content);
        Win(page, ref entry, state);
    }

    // The page is here for a CPU that waits for it, and stays for a while before anybody may take it.
    private void Win(PageNumber page, ref YourProtocolEntry entry, YourProtocolState state)
    {
        entry.State = state;
        PagePermission permission = state == YourProtocolState.Modified ? PagePermission.Write : PagePermission.Read;
        world.SetPermission(page, permission);
        world.Complete(page);
        entry.Set(YourProtocolFlags.Held, world.Hold(page));
    }

    private void OnInvalidate(PageNumber page, ref YourProtocolEntry entry)
    {
        if (entry.State is YourProtocolState.Invalid or YourProtocolState.Pending) return;
        entry.Set(YourProtocolFlags.Recalled, entry.Has(YourProtocolFlags.Held));
        if (entry.Has(YourProtocolFlags.Held)) world.AwaitHoldEnd(page);
        else Leave(page, ref entry);
    }

    private void Leave(PageNumber page, ref YourProtocolEntry entry)
    {
        GiveUp(page, ref entry);
        world.Release(page);
    }

    private void GiveUp(PageNumber page, ref YourProtocolEntry entry)
    {
        world.SetPermission(page, PagePermission.None);
        if (entry.State == YourProtocolState.Modified) world.SendPage(world.HomeOf(page), Message(page, YourProtocolMessage.Put));
        else world.Send(world.HomeOf(page), Message(page, YourProtocolMessage.Gone));
        entry = default;
    }

    private bool IsHome(PageNumber page) => world.HomeOf(page) == world.Self;

    private NodeSetView Set(PageNumber page, YourProtocolSet set) => _entries.Set(page, (int)set);

    private CoherenceMessage Message(PageNumber page, YourProtocolMessage kind) => new() { Page = page, Kind = (byte)kind, Requester = world.Self };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Impossible(PageNumber page, string what) => world.Fail($"{page} at {world.Self}: {what}; state {(uint)_entries[page].State}");
}
