using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a page's home does: it serves one request after the other, its own among them.</content>
public abstract partial class CentralDirectory
{
    /// <summary>A CPU of home's wants what home cannot grant by itself. Asking again while that is under way changes nothing.</summary>
    private void Want(PageNumber page, ref CentralDirectoryEntry entry, AccessKind kind)
    {
        bool isBeingServed = entry.Has(CentralDirectoryFlags.Writing) && entry.Writer == Self;
        if (isBeingServed || WaitingReaders(page).Contains(Self) || WaitingWriters(page).Contains(Self)) return;
        (kind == AccessKind.Read ? WaitingReaders(page) : WaitingWriters(page)).Add(Self);
        Serve(page, ref entry);
    }

    /// <summary>
    /// A reader is served at once if home has the content and serves nobody. That takes the page from nobody, not even from a hold, and delays no writer:
    /// one that waits then waits for the hold.
    /// </summary>
    private void OnGetShared(PageNumber page, ref CentralDirectoryEntry entry, NodeId reader)
    {
        CheckRequest(page, ref entry, reader);
        if (entry.State == CentralDirectoryState.Shared && !entry.IsBusy)
        {
            SendCopy(page, reader);
            return;
        }
        WaitingReaders(page).Add(reader);
        Serve(page, ref entry);
    }

    private void OnGetModified(PageNumber page, ref CentralDirectoryEntry entry, NodeId writer, bool hasCopy)
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
    private void StrikeOff(PageNumber page, ref CentralDirectoryEntry entry, NodeId sharer)
    {
        NodeSetView sharers = Sharers(page);
        if (!sharers.Contains(sharer)) return;
        sharers.Remove(sharer);
        if (sharers.IsEmpty && !entry.IsBusy) Keep(page, ref entry);
    }

    /// <summary>
    /// Begins what can be begun. Readers come first: home is Shared when they are served, and then no reader waits, so that the next turn is a writer's.
    /// </summary>
    private void Serve(PageNumber page, ref CentralDirectoryEntry entry)
    {
        NodeSetView readers = WaitingReaders(page);
        NodeSetView writers = WaitingWriters(page);
        while (!entry.IsBusy && !(readers.IsEmpty && writers.IsEmpty))
        {
            // While the page is held here, nobody but home itself may win more of it.
            if (entry.Has(CentralDirectoryFlags.Held) && !writers.Contains(Self))
            {
                world.AwaitHoldEnd(page);
                return;
            }
            if (entry.State == CentralDirectoryState.Exclusive) LeaveUnwritten(ref entry);
            if (readers.IsEmpty) BeginWrite(page, ref entry, NextWriter(page, ref entry));
            else if (writers.IsEmpty && ReadsAlone(page, ref entry)) BeginWrite(page, ref entry, readers.NextAfter(entry.Owner));
            else BeginRead(page, ref entry);
        }
    }

    /// <summary>Who had the page alone to read did not write it: it does not migrate, and the owner before is still the last.</summary>
    private static void LeaveUnwritten(ref CentralDirectoryEntry entry)
    {
        entry.Owner = entry.Before;
        entry.Before = default;
        entry.Flags &= ~CentralDirectoryFlags.Migratory;
    }

    private void BeginRead(PageNumber page, ref CentralDirectoryEntry entry)
    {
        switch (entry.State)
        {
            case CentralDirectoryState.Invalid:
                entry.Flags |= CentralDirectoryFlags.Recalling;
                Send(entry.Owner, page, CentralDirectoryMessage.RecallShared);
                break;
            case CentralDirectoryState.Modified:
            case CentralDirectoryState.Exclusive:
                world.SetPermission(page, PagePermission.Read);
                entry.State = CentralDirectoryState.Shared;
                SendCopies(page);
                break;
            default:
                Impossible(page, "a reader waits for what home has");
                break;
        }
    }

    /// <summary>A reader that is to have the page alone is served as a writer is, and stays among the readers that wait meanwhile.</summary>
    private void BeginWrite(PageNumber page, ref CentralDirectoryEntry entry, NodeId writer)
    {
        entry.Writer = writer;
        WaitingWriters(page).Remove(writer);
        entry.Flags |= CentralDirectoryFlags.Writing;
        switch (entry.State)
        {
            case CentralDirectoryState.Invalid:
                entry.Flags |= CentralDirectoryFlags.Recalling;
                Send(entry.Owner, page, IsReadAlone(page, ref entry) ? CentralDirectoryMessage.RecallMigratory : CentralDirectoryMessage.RecallModified);
                return;
            case CentralDirectoryState.Shared:
                NoteWrite(page, ref entry);
                InvalidateCopies(page, ref entry);
                break;
            default:
                break;
        }
        if (Missing(page).IsEmpty) FinishWrite(page, ref entry);
    }

    /// <summary>The first waiting writer after the last one that was served, by number and round the end; home itself while it holds the page.</summary>
    private NodeId NextWriter(PageNumber page, ref CentralDirectoryEntry entry) =>
        entry.Has(CentralDirectoryFlags.Held) ? Self : WaitingWriters(page).NextAfter(entry.Owner);

    /// <summary>The writer's copy stays, if it has one. Home's own stays readable until the others are gone.</summary>
    private void InvalidateCopies(PageNumber page, ref CentralDirectoryEntry entry)
    {
        NodeSetView sharers = Sharers(page);
        NodeSetView missing = Missing(page);
        bool staysSharer = sharers.Contains(entry.Writer);
        missing.CopyFrom(sharers);
        missing.Remove(entry.Writer);
        foreach (NodeId sharer in missing) Send(sharer, page, CentralDirectoryMessage.Invalidate);
        sharers.Clear();
        if (staysSharer) sharers.Add(entry.Writer);
    }

    private void OnAcknowledge(PageNumber page, ref CentralDirectoryEntry entry, NodeId sharer)
    {
        NodeSetView missing = Missing(page);
        if (!missing.Contains(sharer)) Impossible(page, "an acknowledgement came that was not awaited");
        missing.Remove(sharer);
        if (!missing.IsEmpty) return;
        FinishWrite(page, ref entry);
        Serve(page, ref entry);
    }

    /// <summary>Whether the node that is being served asked to read, and gets the page alone.</summary>
    private bool IsReadAlone(PageNumber page, ref CentralDirectoryEntry entry) => entry.Has(CentralDirectoryFlags.Writing) && WaitingReaders(page).Contains(entry.Writer);

    /// <summary>Nobody but home and the writer has the page any more, and home has the content in its frame.</summary>
    private void FinishWrite(PageNumber page, ref CentralDirectoryEntry entry)
    {
        NodeId writer = entry.Writer;
        NodeSetView sharers = Sharers(page);
        bool hasCopy = sharers.Contains(writer);
        bool isRead = IsReadAlone(page, ref entry);
        entry.Before = isRead ? entry.Owner : default;
        entry.Owner = writer;
        entry.Writer = default;
        sharers.Clear();
        WaitingReaders(page).Remove(writer);
        entry.Flags &= ~CentralDirectoryFlags.Writing;
        if (writer == Self)
        {
            entry.State = isRead ? CentralDirectoryState.Exclusive : CentralDirectoryState.Modified;
            PagePermission permission = isRead ? PagePermission.Read : PagePermission.Write;
            world.SetPermission(page, permission);
            Won(page, ref entry);
            return;
        }
        entry.State = CentralDirectoryState.Invalid;
        world.SetPermission(page, PagePermission.None);
        if (hasCopy) Send(writer, page, CentralDirectoryMessage.Grant);
        else SendPage(writer, page, isRead ? CentralDirectoryMessage.DataExclusive : CentralDirectoryMessage.DataModified);
    }

    /// <summary>
    /// The owner gave the page back: because home recalled it, or because it needed the frame, in which case a recall may be under way to it as well and be
    /// ignored there. Either way home has what it waits for, if it waits.
    /// </summary>
    private void OnPut(PageNumber page, ref CentralDirectoryEntry entry, NodeId from, in ReceivedContent content, bool leavesCopy)
    {
        bool isOwner = world.HomeOf(page) == Self && entry.State == CentralDirectoryState.Invalid && entry.Owner == from;
        if (!isOwner) Impossible(page, "it was put home by a node that did not have it");
        bool isClean = content.Kind == PageContent.None;
        bool isForReader = !entry.Has(CentralDirectoryFlags.Writing) || (isClean && IsReadAlone(page, ref entry));
        if (leavesCopy && !(isForReader && entry.Has(CentralDirectoryFlags.Recalling))) Impossible(page, "its owner kept a copy unasked");
        if (isClean) LeaveUnwritten(ref entry);
        else world.Install(page, content);
        entry.Before = default;
        entry.Flags &= ~CentralDirectoryFlags.Recalling;
        if (leavesCopy)
        {
            // A reader that was to have the page alone is one of several now.
            Sharers(page).Add(from);
            entry.Writer = default;
            entry.Flags &= ~CentralDirectoryFlags.Writing;
        }
        if (entry.Has(CentralDirectoryFlags.Writing)) FinishWrite(page, ref entry);
        else FinishRead(page, ref entry);
        Serve(page, ref entry);
    }

    /// <summary>Home has the content and no writer is being served. All readers get it who wait by now, also those that came after the recall.</summary>
    private void FinishRead(PageNumber page, ref CentralDirectoryEntry entry)
    {
        NodeSetView readers = WaitingReaders(page);
        bool isForHome = readers.Contains(Self);
        readers.Remove(Self);
        entry.State = CentralDirectoryState.Shared;
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
    private void Keep(PageNumber page, ref CentralDirectoryEntry entry)
    {
        entry.State = CentralDirectoryState.Modified;
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
        SendPage(reader, page, CentralDirectoryMessage.Data);
    }

    private void CheckRequest(PageNumber page, ref CentralDirectoryEntry entry, NodeId requester)
    {
        if (world.HomeOf(page) != Self) Impossible(page, "a request came to a node that is not its home");
        if (entry.State == CentralDirectoryState.Invalid && entry.Owner == requester) Impossible(page, "its owner asks for it");
        bool isBeingServed = entry.Has(CentralDirectoryFlags.Writing) && entry.Writer == requester;
        bool waits = WaitingReaders(page).Contains(requester) || WaitingWriters(page).Contains(requester);
        if (isBeingServed || waits) Impossible(page, "a node asks for it twice");
    }
}
