using System;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Model;

/// <content>What must hold after every step.</content>
internal sealed partial class ModelCluster
{
    /// <summary>
    /// Whether nothing happens any more of itself: no frame is on its way (a duplicate may be, for ever), nobody tries again, no hold is awaited, no device works on a page.
    /// </summary>
    public bool IsQuiet
    {
        get
        {
            foreach (ModelChannel channel in _channels)
            {
                if (channel.Count != 0) return false;
            }
            foreach (ModelNode node in Nodes)
            {
                if (!node.IsDead && (node.Pinned != 0 || Array.Exists(node.Cpus, cpu => cpu.State == ModelCpuState.Retries) || Array.IndexOf(node.Holds, ModelHold.Awaited) >= 0)) return false;
            }
            return true;
        }
    }

    private bool HasDeath => Array.Exists(Nodes, node => node.IsDead);

    private void Check()
    {
        for (int page = 0; page < Shape.Pages; page++) CheckCopies(page);
        // The dead take what they had and knew with them; who needs it waits, until the bound of the wait ends the run.
        if (!HasDeath && IsQuiet) CheckQuiet();
    }

    /// <summary>
    /// Single writer or many readers, and whoever can see the page sees what was last written. Since every access then takes effect at the moment it is made, on what was last written, the order of the steps explains all
    /// reads, of one page and across pages: sequential consistency.
    /// </summary>
    private void CheckCopies(int page)
    {
        int writers = 0;
        int readers = 0;
        foreach (ModelNode node in Nodes)
        {
            if (node.IsDead) continue;
            PagePermission permission = node.TlbPermissions[page];
            if (permission == PagePermission.Write) writers++;
            if (permission == PagePermission.Read) readers++;
            bool isRight = permission == PagePermission.None || node.Contents[page] == ModelContent.Newest;
            ModelViolation.Unless(isRight, $"node {node.Self.Value} can see an old version of page {page}");
        }
        ModelViolation.Unless(writers == 0 || writers + readers == 1, $"page {page} can be written by {writers} and read by {readers} other nodes at the same time");
    }

    private void CheckQuiet()
    {
        foreach (ModelNode node in Nodes)
        {
            foreach (ModelCpu cpu in node.Cpus) ModelViolation.Unless(cpu.State == ModelCpuState.Idle, $"a CPU of node {node.Self.Value} waits for page {cpu.Page} for ever");
        }
        for (int page = 0; page < Shape.Pages; page++)
        {
            // What the guest has given back goes with its home.
            if (!HasGone(HomeOf(page))) CheckDirectory(page);
        }
        CheckDeparture();
    }

    private void CheckDirectory(int page)
    {
        int answering = -1;
        foreach (ModelNode node in Nodes)
        {
            ModelViolation.Unless(node.Protocol.IsIdle(Page(page)), $"nothing is under way, and yet node {node.Self.Value} has something left to do for page {page}");
            if (!node.Inspection.Answers(Page(page))) continue;
            ModelViolation.Unless(answering < 0, $"nodes {answering} and {node.Self.Value} both answer for page {page}");
            answering = node.Self.Value;
        }
        ModelViolation.Unless(answering >= 0, $"no node answers for page {page}");
        ModelViolation.Unless(Nodes[answering].Contents[page] == ModelContent.Newest, $"node {answering} answers for page {page} with an old version");
        foreach (ModelNode node in Nodes)
        {
            bool isKnown = node.Permissions[page] == PagePermission.None || node.Self.Value == answering
                || Array.Exists(Nodes, other => other.Inspection.Knows(Page(page), node.Self));
            ModelViolation.Unless(isKnown, $"nobody knows that node {node.Self.Value} has page {page}");
        }
    }
}
