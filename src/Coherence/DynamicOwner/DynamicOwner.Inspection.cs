using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <content>What it says to those who check it.</content>
public sealed partial class DynamicOwner : IProtocolInspection
{
    /// <inheritdoc/>
    public bool TreatsNodesAlike => true;

    /// <inheritdoc/>
    public bool Answers(PageNumber page) => Entry(page).IsOwned;

    /// <inheritdoc/>
    public bool Knows(PageNumber page, NodeId node) => Entry(page).IsOwned && (node == Self || Copyset(page).Contains(node));
}
