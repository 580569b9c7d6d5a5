using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What a node does that is not a page's home: it asks home, and gives back what home wants back.</content>
public abstract partial class CentralDirectory
{
    private void Request(PageNumber page, ref CentralDirectoryEntry entry, AccessKind kind)
    {
        NodeId home = world.HomeOf(page);
        if (kind == AccessKind.Read)
        {
            entry.State = CentralDirectoryState.ReadPending;
            Send(home, page, CentralDirectoryMessage.GetShared);
            return;
        }
        bool hasCopy = entry.State == CentralDirectoryState.Shared;
        entry.State = CentralDirectoryState.WritePending;
        if (hasCopy) entry.Flags |= CentralDirectoryFlags.HasCopy;
        Send(home, page, hasCopy ? CentralDirectoryMessage.Upgrade : CentralDirectoryMessage.GetModified);
    }

    private void OnData(PageNumber page, ref CentralDirectoryEntry entry, in ReceivedContent content)
    {
        if (entry.State != CentralDirectoryState.ReadPending) Impossible(page, "a copy came that was not asked for");
        world.Install(page, content);
        entry.State = CentralDirectoryState.Shared;
        world.SetPermission(page, PagePermission.Read);
        Won(page, ref entry);
    }

    /// <summary>Nobody else has the page: this node may write it without asking.</summary>
    private void OnDataExclusive(PageNumber page, ref CentralDirectoryEntry entry, in ReceivedContent content)
    {
        OnData(page, ref entry, content);
        entry.State = CentralDirectoryState.Exclusive;
    }

    /// <summary>The guest writes what it has alone to read. Nobody is told; a recall that waits finds the page written, and takes it whole.</summary>
    private void WriteAlone(PageNumber page, ref CentralDirectoryEntry entry)
    {
        entry.State = CentralDirectoryState.Modified;
        entry.Before = default;
        entry.Flags &= ~CentralDirectoryFlags.RecallLeavesCopy;
        world.SetPermission(page, PagePermission.Write);
    }

    /// <summary>This node may write: nobody else has the page. Content comes exactly if none is here.</summary>
    private void OnGrant(PageNumber page, ref CentralDirectoryEntry entry, in ReceivedContent content)
    {
        bool withContent = content.Kind != PageContent.None;
        if (entry.State != CentralDirectoryState.WritePending) Impossible(page, "it was granted to a node that did not ask for it");
        if (entry.Has(CentralDirectoryFlags.HasCopy) == withContent) Impossible(page, "it was granted with content that is here, or without content that is not");
        if (entry.Has(CentralDirectoryFlags.InvalidationWaits)) Impossible(page, "it was granted while an earlier writer still waits for this node");
        if (withContent) world.Install(page, content);
        entry.State = CentralDirectoryState.Modified;
        entry.Flags &= ~CentralDirectoryFlags.HasCopy;
        world.SetPermission(page, PagePermission.Write);
        Won(page, ref entry);
    }

    /// <summary>Another node is about to write. Whatever is here, even nothing, is acknowledged, at once or when the hold is over.</summary>
    private void OnInvalidate(PageNumber page, ref CentralDirectoryEntry entry)
    {
        if (entry.IsAlone || world.HomeOf(page) == Self) Impossible(page, "its owner or its home was told to give up a copy");
        if (entry.Has(CentralDirectoryFlags.InvalidationWaits)) Impossible(page, "two writers at once take its copy");
        if (!entry.Has(CentralDirectoryFlags.Held))
        {
            GiveCopyUp(page, ref entry);
            return;
        }
        entry.Flags |= CentralDirectoryFlags.InvalidationWaits;
        world.AwaitHoldEnd(page);
    }

    private void GiveCopyUp(PageNumber page, ref CentralDirectoryEntry entry)
    {
        entry.Flags &= ~CentralDirectoryFlags.InvalidationWaits;
        if (entry.State == CentralDirectoryState.Shared)
        {
            world.SetPermission(page, PagePermission.None);
            Leave(page, ref entry);
        }
        else if (entry.Has(CentralDirectoryFlags.HasCopy))
        {
            // The answer to an upgrade is awaited; the frame stays for the content that comes with it.
            world.SetPermission(page, PagePermission.None);
            entry.Flags &= ~CentralDirectoryFlags.HasCopy;
        }
        Send(world.HomeOf(page), page, CentralDirectoryMessage.InvalidateAcknowledge);
    }

    /// <summary>Home wants the page back. A node that has not got it alone put it home already, and that answers the recall.</summary>
    private void OnRecall(PageNumber page, ref CentralDirectoryEntry entry, bool leavesCopy)
    {
        switch (entry.State)
        {
            case CentralDirectoryState.Modified:
            case CentralDirectoryState.Exclusive:
                break;
            case CentralDirectoryState.Invalid:
            case CentralDirectoryState.ReadPending:
            case CentralDirectoryState.WritePending:
                return;
            default:
                Impossible(page, "a copy was recalled");
                break;
        }
        if (!entry.Has(CentralDirectoryFlags.Held))
        {
            Put(page, ref entry, leavesCopy);
            return;
        }
        entry.Flags |= CentralDirectoryFlags.RecallWaits;
        if (leavesCopy) entry.Flags |= CentralDirectoryFlags.RecallLeavesCopy;
        world.AwaitHoldEnd(page);
    }

    /// <summary>The page goes home, recalled or not; its content only if it was written here.</summary>
    private void Put(PageNumber page, ref CentralDirectoryEntry entry, bool leavesCopy)
    {
        NodeId home = world.HomeOf(page);
        PagePermission permission = leavesCopy ? PagePermission.Read : PagePermission.None;
        world.SetPermission(page, permission);
        if (entry.State == CentralDirectoryState.Exclusive) Send(home, page, leavesCopy ? CentralDirectoryMessage.PutCleanShared : CentralDirectoryMessage.PutClean);
        else SendPage(home, page, leavesCopy ? CentralDirectoryMessage.PutShared : CentralDirectoryMessage.PutModified);
        if (leavesCopy) entry = new CentralDirectoryEntry { State = CentralDirectoryState.Shared };
        else Leave(page, ref entry);
    }

    /// <summary>Nothing of the page is left here.</summary>
    private void Leave(PageNumber page, ref CentralDirectoryEntry entry)
    {
        entry = default;
        world.Release(page);
    }
}
