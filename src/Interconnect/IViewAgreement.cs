using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>How a node follows the cluster's views. Every call but the questions under <see cref="LockRank.Views"/>; those may be asked by anybody.</summary>
public interface IViewAgreement
{
    /// <summary>The number of the view that counts, or of the one that is being agreed on: bring-up's is 0.</summary>
    uint View { get; }

    /// <summary>Whether a view is being agreed on.</summary>
    bool IsChanging { get; }

    /// <summary>The nodes that are there: in the view that counts, or in the one that is being agreed on.</summary>
    NodeSet Present { get; }

    /// <summary>The node knows of its first view: at bring-up, or in which it joins itself.</summary>
    void Begin(NodeSet present, uint view);

    /// <summary>Whether <paramref name="node"/> is there: it hears what all are told, and is waited for.</summary>
    bool IsPresent(NodeId node);

    /// <summary>Whether the guest may use the memory of <paramref name="node"/>.</summary>
    bool HasMemory(NodeId node);

    /// <summary>Whether <paramref name="node"/> may be given work.</summary>
    bool TakesWork(NodeId node);

    /// <summary>The leader proposes a view with one node more.</summary>
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
    string? TakeInstallation(uint view);
}
