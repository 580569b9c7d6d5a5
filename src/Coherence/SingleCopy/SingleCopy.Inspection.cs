using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class SingleCopy : IProtocolInspection
{
    /// <summary>Those who wait are served by number, round robin.</summary>
    public bool TreatsNodesAlike => false;

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => Entry(page).State == SingleCopyState.Here;

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node) => world.HomeOf(page) == Self && node == (Answers(page) ? Self : Entry(page).Owner);
}
