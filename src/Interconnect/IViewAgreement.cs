using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>How a node follows the cluster's views. Every call but the questions under <see cref="LockRank.Views"/>; those may be asked by anybody.</summary>
public interface IViewAgreement
{
    /// <summary>The number of the view that counts, or of the one that is being agreed on: bring-up's is 0.</summary>
    uint View { get; }

    /// <summary>Whether a view is being agreed on.</summary>
    bool IsChanging { get; }

    /// <summary>The nodes that have a place: in the view that counts, or in the one that is being agreed on.</summary>
    NodeSet Placed { get; }

    /// <summary>The nodes that have died and still have their places.</summary>
    NodeSet Dead { get; }

    /// <summary>The node, <paramref name="self"/>, knows of its first view: at bring-up, or in which it joins itself.</summary>
    void Begin(NodeId self, NodeSet present, uint view);

    /// <summary>Whether <paramref name="node"/> hears what all are told, and is waited for: not if it is about to leave, since it runs nothing.</summary>
    bool IsPresent(NodeId node);

    /// <summary>Whether <paramref name="node"/> can be sent to, and answers: even if it is about to leave, until it has said its last word.</summary>
    bool IsConnected(NodeId node);

    /// <summary>Whether <paramref name="node"/> may be given work.</summary>
    bool TakesWork(NodeId node);

    /// <summary>The leader proposes a view with one node more or less.</summary>
    /// <returns>False if a change is under way: nothing was done.</returns>
    bool TryPropose(in ViewChange change, IViewWorld world);

    /// <summary>A member hears of a view that is proposed.</summary>
    /// <returns>What cannot be about it: then nothing was done. Null if it can.</returns>
    string? TakeProposal(in ViewChange change, IViewWorld world);

    /// <summary>The leader hears that <paramref name="from"/> accepts a view.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeAcceptance(NodeId from, uint view, IViewWorld world);

    /// <summary>A member hears that a view counts.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeInstallation(uint view, IViewWorld world);

    /// <summary>What <see cref="IViewWorld.Begin"/> began for the leaving of <paramref name="node"/> is done.</summary>
    void End(DepartureStep step, NodeId node, IViewWorld world);

    /// <summary>A node hears that <paramref name="from"/>, which leaves, has nothing of others any more.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeDrained(NodeId from, in ViewChange change, IViewWorld world);

    /// <summary>The node that leaves hears that <paramref name="from"/> has forgotten it.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeForgotten(NodeId from, uint view, IViewWorld world);

    /// <summary>A node hears the last word of <paramref name="from"/>, which leaves.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeFarewell(NodeId from, uint view, IViewWorld world);

    /// <summary>On the leader: whether <paramref name="node"/>, any number, is another node that has a place and is not known to be dead.</summary>
    bool IsMortal(NodeId node);

    /// <summary>On the leader: <paramref name="node"/> has died, whatever is being agreed on.</summary>
    /// <param name="node">Any number.</param>
    /// <param name="isNeeded">Whether the guest cannot go on without it.</param>
    /// <param name="world">The world.</param>
    /// <returns>False if it is not mortal: nothing was done.</returns>
    bool TryDeclareDead(NodeId node, bool isNeeded, IViewWorld world);

    /// <summary>A member hears that a node has died, or, of one that has, that all know so.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeDeath(in DeathNotice notice, IViewWorld world);

    /// <summary>This node has done what <see cref="IViewWorld.Bury"/> began, for the notice with number <paramref name="burial"/>, and knows <paramref name="lostPages"/> pages to be lost, and <paramref name="vcpus"/> vCPUs.</summary>
    void EndBurial(uint burial, uint lostPages, byte vcpus, IViewWorld world);

    /// <summary>The leader hears that <paramref name="from"/> has.</summary>
    /// <returns>As <see cref="TakeProposal"/>.</returns>
    string? TakeBuried(NodeId from, in DeathNotice notice, IViewWorld world);
}
