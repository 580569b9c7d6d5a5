using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a page's home does: it serves one request after the other, its own among them.</content>
public sealed partial class MsiDirectory
{
    /// <summary>A CPU of home's wants what home cannot grant by itself. Asking again while that is under way changes nothing.</summary>
    private void Want(PageNumber page, ref MsiDirectoryEntry entry, AccessKind kind)
    {
        bool isBeingServed = entry.Has(MsiDirectoryFlags.Writing) && entry.Writer == Self;
        if (isBeingServed || WaitingReaders(page).Contains(Self) || WaitingWriters(page).Contains(Self)) return;
        (kind == AccessKind.Read ? WaitingReaders(page) : WaitingWriters(page)).Add(Self);
        Serve(page, ref entry);
    }

    /// <summary>
    /// A reader is served at once if home has the content and serves nobody. That takes the page from nobody, not even from a hold, and delays no writer:
    /// one that waits then waits for the hold.
    /// </summary>
    private void OnGetShared(PageNumber page, ref MsiDirectoryEntry entry, NodeId reader)
    {
        CheckRequest(page, ref entry, reader);
        if (entry.State == MsiDirectoryState.Shared && !entry.IsBusy)
        {
            SendCopy(page, reader);
            return;
        }
        WaitingReaders(page).Add(reader);
        Serve(page, ref entry);
    }

    private void OnGetModified(PageNumber page, ref MsiDirectoryEntry entry, NodeId writer, bool hasCopy)
    {
        CheckRequest(page, ref entry, writer);
        if (!hasCopy) StrikeOff(page, ref entry, writer);
        WaitingWriters(page).Add(writer);
        Serve(page, ref entry);
    }

    /// <summary>
    /// A sharer said that it has no copy. If it was the last one, home has the page alone: were it left Shared, home's own write would be complete as soon as
    /// it was asked for, and <see cref="Access"/> can only promise to complete it later.
    /// </summary>
    private void StrikeOff(PageNumber page, ref MsiDirectoryEntry entry, NodeId sharer)
    {
        NodeSetView sharers = Sharers(page);
        if (!sharers.Contains(sharer)) return;
        sharers.Remove(sharer);
        if (sharers.IsEmpty && !entry.IsBusy) Keep(page, ref entry);
    }

    /// <summary>
    /// Begins what can be begun. Readers come first: home is Shared when they are served, and then no reader waits, so that the next turn is a writer's.
    /// </summary>
    private void Serve(PageNumber page, ref MsiDirectoryEntry entry)
    {
        NodeSetView readers = WaitingReaders(page);
        NodeSetView writers = WaitingWriters(page);
        while (!entry.IsBusy && !(readers.IsEmpty && writers.IsEmpty))
        {
            // While the page is held here, nobody but home itself may win more of it.
            if (entry.Has(MsiDirectoryFlags.Held) && !writers.Contains(Self))
            {
                world.AwaitHoldEnd(page);
                return;
            }
            if (!readers.IsEmpty) BeginRead(page, ref entry);
            else BeginWrite(page, ref entry);
        }
    }

    private void BeginRead(PageNumber page, ref MsiDirectoryEntry entry)
    {
        switch (entry.State)
        {
            case MsiDirectoryState.Invalid:
                entry.Flags |= MsiDirectoryFlags.Recalling;
                Send(entry.Owner, page, MsiDirectoryMessage.RecallShared);
                break;
            case MsiDirectoryState.Modified:
                world.SetPermission(page, PagePermission.Read);
                entry.State = MsiDirectoryState.Shared;
                SendCopies(page);
                break;
            default:
                Impossible(page, "a reader waits for what home has");
                break;
        }
    }

    private void BeginWrite(PageNumber page, ref MsiDirectoryEntry entry)
    {
        entry.Writer = NextWriter(page, ref entry);
        WaitingWriters(page).Remove(entry.Writer);
        entry.Flags |= MsiDirectoryFlags.Writing;
        switch (entry.State)
        {
            case MsiDirectoryState.Invalid:
                entry.Flags |= MsiDirectoryFlags.Recalling;
                Send(entry.Owner, page, MsiDirectoryMessage.RecallModified);
                return;
            case MsiDirectoryState.Shared:
                InvalidateCopies(page, ref entry);
                break;
            default:
                break;
        }
        if (Missing(page).IsEmpty) FinishWrite(page, ref entry);
    }

    /// <summary>The first waiting writer after the last one that was served, by number and round the end; home itself while it holds the page.</summary>
    private NodeId NextWriter(PageNumber page, ref MsiDirectoryEntry entry) =>
        entry.Has(MsiDirectoryFlags.Held) ? Self : WaitingWriters(page).NextAfter(entry.Owner);

    /// <summary>The writer's copy stays, if it has one. Home's own stays readable until the others are gone.</summary>
    private void InvalidateCopies(PageNumber page, ref MsiDirectoryEntry entry)
    {
        NodeSetView sharers = Sharers(page);
        NodeSetView missing = Missing(page);
        bool staysSharer = sharers.Contains(entry.Writer);
        missing.CopyFrom(sharers);
        missing.Remove(entry.Writer);
        foreach (NodeId sharer in missing) Send(sharer, page, MsiDirectoryMessage.Invalidate);
        sharers.Clear();
        if (staysSharer) sharers.Add(entry.Writer);
    }

    private void OnAcknowledge(PageNumber page, ref MsiDirectoryEntry entry, NodeId sharer)
    {
        NodeSetView missing = Missing(page);
        if (!missing.Contains(sharer)) Impossible(page, "an acknowledgement came that was not awaited");
        missing.Remove(sharer);
        if (!missing.IsEmpty) return;
        FinishWrite(page, ref entry);
        Serve(page, ref entry);
    }

    /// <summary>Nobody but home and the writer has the page any more, and home has the content in its frame.</summary>
    private void FinishWrite(PageNumber page, ref MsiDirectoryEntry entry)
    {
        NodeId writer = entry.Writer;
        NodeSetView sharers = Sharers(page);
        bool hasCopy = sharers.Contains(writer);
        entry.Owner = writer;
        entry.Writer = default;
        sharers.Clear();
        entry.Flags &= ~MsiDirectoryFlags.Writing;
        if (writer == Self)
        {
            entry.State = MsiDirectoryState.Modified;
            world.SetPermission(page, PagePermission.Write);
            Won(page, ref entry);
            return;
        }
        entry.State = MsiDirectoryState.Invalid;
        world.SetPermission(page, PagePermission.None);
        if (hasCopy) Send(writer, page, MsiDirectoryMessage.Grant);
        else SendPage(writer, page, MsiDirectoryMessage.DataModified);
    }

    /// <summary>
    /// The owner gave the page back: because home recalled it, or because it needed the frame, in which case a recall may be under way to it as well and be
    /// ignored there. Either way home has what it waits for, if it waits.
    /// </summary>
    private void OnPut(PageNumber page, ref MsiDirectoryEntry entry, NodeId from, in ReceivedContent content, bool leavesCopy)
    {
        bool isOwner = world.HomeOf(page) == Self && entry.State == MsiDirectoryState.Invalid && entry.Owner == from;
        if (!isOwner) Impossible(page, "it was put home by a node that did not have it");
        bool isCopyExpected = entry.Has(MsiDirectoryFlags.Recalling) && !entry.Has(MsiDirectoryFlags.Writing);
        if (leavesCopy && !isCopyExpected) Impossible(page, "its owner kept a copy unasked");
        world.Install(page, content);
        entry.Flags &= ~MsiDirectoryFlags.Recalling;
        if (leavesCopy) Sharers(page).Add(from);
        if (entry.Has(MsiDirectoryFlags.Writing)) FinishWrite(page, ref entry);
        else FinishRead(page, ref entry);
        Serve(page, ref entry);
    }

    /// <summary>Home has the content and no writer is being served. All readers get it who wait by now, also those that came after the recall.</summary>
    private void FinishRead(PageNumber page, ref MsiDirectoryEntry entry)
    {
        NodeSetView readers = WaitingReaders(page);
        bool isForHome = readers.Contains(Self);
        readers.Remove(Self);
        entry.State = MsiDirectoryState.Shared;
        SendCopies(page);
        if (Sharers(page).IsEmpty)
        {
            Keep(page, ref entry);
        }
        else
        {
            world.SetPermission(page, PagePermission.Read);
            world.Complete(page);
        }
        if (isForHome) Won(page, ref entry);
    }

    /// <summary>No other node has the page: home may write it.</summary>
    private void Keep(PageNumber page, ref MsiDirectoryEntry entry)
    {
        entry.State = MsiDirectoryState.Modified;
        world.SetPermission(page, PagePermission.Write);
        world.Complete(page);
    }

    private void SendCopies(PageNumber page)
    {
        NodeSetView readers = WaitingReaders(page);
        foreach (NodeId reader in readers) SendCopy(page, reader);
        readers.Clear();
    }

    private void SendCopy(PageNumber page, NodeId reader)
    {
        Sharers(page).Add(reader);
        SendPage(reader, page, MsiDirectoryMessage.Data);
    }

    private void CheckRequest(PageNumber page, ref MsiDirectoryEntry entry, NodeId requester)
    {
        if (world.HomeOf(page) != Self) Impossible(page, "a request came to a node that is not its home");
        if (entry.State == MsiDirectoryState.Invalid && entry.Owner == requester) Impossible(page, "its owner asks for it");
        bool isBeingServed = entry.Has(MsiDirectoryFlags.Writing) && entry.Writer == requester;
        bool waits = WaitingReaders(page).Contains(requester) || WaitingWriters(page).Contains(requester);
        if (isBeingServed || waits) Impossible(page, "a node asks for it twice");
    }
}
