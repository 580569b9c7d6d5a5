using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a node does that is not a page's home: it asks home, and gives back what home wants back.</content>
public sealed partial class MsiDirectory
{
    private void Request(PageNumber page, ref MsiDirectoryEntry entry, AccessKind kind)
    {
        NodeId home = world.HomeOf(page);
        if (kind == AccessKind.Read)
        {
            entry.State = MsiDirectoryState.ReadPending;
            Send(home, page, MsiDirectoryMessage.GetShared);
            return;
        }
        bool hasCopy = entry.State == MsiDirectoryState.Shared;
        entry.State = MsiDirectoryState.WritePending;
        if (hasCopy) entry.Flags |= MsiDirectoryFlags.HasCopy;
        Send(home, page, hasCopy ? MsiDirectoryMessage.Upgrade : MsiDirectoryMessage.GetModified);
    }

    private void OnData(PageNumber page, ref MsiDirectoryEntry entry, in ReceivedContent content)
    {
        if (entry.State != MsiDirectoryState.ReadPending) Impossible(page, "a copy came that was not asked for");
        world.Install(page, content);
        entry.State = MsiDirectoryState.Shared;
        world.SetPermission(page, PagePermission.Read);
        Won(page, ref entry);
    }

    /// <summary>This node may write: nobody else has the page. Content comes exactly if none is here.</summary>
    private void OnGrant(PageNumber page, ref MsiDirectoryEntry entry, in ReceivedContent content)
    {
        bool withContent = content.Kind != PageContent.None;
        if (entry.State != MsiDirectoryState.WritePending) Impossible(page, "it was granted to a node that did not ask for it");
        if (entry.Has(MsiDirectoryFlags.HasCopy) == withContent) Impossible(page, "it was granted with content that is here, or without content that is not");
        if (entry.Has(MsiDirectoryFlags.InvalidationWaits)) Impossible(page, "it was granted while an earlier writer still waits for this node");
        if (withContent) world.Install(page, content);
        entry.State = MsiDirectoryState.Modified;
        entry.Flags &= ~MsiDirectoryFlags.HasCopy;
        world.SetPermission(page, PagePermission.Write);
        Won(page, ref entry);
    }

    /// <summary>Another node is about to write. Whatever is here, even nothing, is acknowledged, at once or when the hold is over.</summary>
    private void OnInvalidate(PageNumber page, ref MsiDirectoryEntry entry)
    {
        if (entry.State == MsiDirectoryState.Modified || world.HomeOf(page) == Self) Impossible(page, "its owner or its home was told to give up a copy");
        if (entry.Has(MsiDirectoryFlags.InvalidationWaits)) Impossible(page, "two writers at once take its copy");
        if (!entry.Has(MsiDirectoryFlags.Held))
        {
            GiveCopyUp(page, ref entry);
            return;
        }
        entry.Flags |= MsiDirectoryFlags.InvalidationWaits;
        world.AwaitHoldEnd(page);
    }

    private void GiveCopyUp(PageNumber page, ref MsiDirectoryEntry entry)
    {
        entry.Flags &= ~MsiDirectoryFlags.InvalidationWaits;
        if (entry.State == MsiDirectoryState.Shared)
        {
            world.SetPermission(page, PagePermission.None);
            Leave(page, ref entry);
        }
        else if (entry.Has(MsiDirectoryFlags.HasCopy))
        {
            // The answer to an upgrade is awaited; the frame stays for the content that comes with it.
            world.SetPermission(page, PagePermission.None);
            entry.Flags &= ~MsiDirectoryFlags.HasCopy;
        }
        Send(world.HomeOf(page), page, MsiDirectoryMessage.InvalidateAcknowledge);
    }

    /// <summary>Home wants the page back. A node that has not got it modified put it home already, and that answers the recall.</summary>
    private void OnRecall(PageNumber page, ref MsiDirectoryEntry entry, bool leavesCopy)
    {
        switch (entry.State)
        {
            case MsiDirectoryState.Modified:
                break;
            case MsiDirectoryState.Invalid:
            case MsiDirectoryState.ReadPending:
            case MsiDirectoryState.WritePending:
                return;
            default:
                Impossible(page, "a copy was recalled");
                break;
        }
        if (!entry.Has(MsiDirectoryFlags.Held))
        {
            Put(page, ref entry, leavesCopy);
            return;
        }
        entry.Flags |= MsiDirectoryFlags.RecallWaits;
        if (leavesCopy) entry.Flags |= MsiDirectoryFlags.RecallLeavesCopy;
        world.AwaitHoldEnd(page);
    }

    /// <summary>What was written here goes home, recalled or not.</summary>
    private void Put(PageNumber page, ref MsiDirectoryEntry entry, bool leavesCopy)
    {
        NodeId home = world.HomeOf(page);
        if (leavesCopy)
        {
            world.SetPermission(page, PagePermission.Read);
            SendPage(home, page, MsiDirectoryMessage.PutShared);
            entry = new MsiDirectoryEntry { State = MsiDirectoryState.Shared };
            return;
        }
        world.SetPermission(page, PagePermission.None);
        SendPage(home, page, MsiDirectoryMessage.PutModified);
        Leave(page, ref entry);
    }

    /// <summary>Nothing of the page is left here.</summary>
    private void Leave(PageNumber page, ref MsiDirectoryEntry entry)
    {
        entry = default;
        world.Release(page);
    }
}
