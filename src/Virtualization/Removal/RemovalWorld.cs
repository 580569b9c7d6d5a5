using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The cluster and the guest, as a node's removal sees them.</summary>
/// <param name="cluster">The nodes.</param>
/// <param name="memory">The memory of those that joined.</param>
/// <param name="distributor">Which interrupts their vCPUs have.</param>
/// <param name="gate">Protects those.</param>
/// <param name="views">Proposes the view.</param>
/// <param name="messenger">Asks the node.</param>
public sealed class RemovalWorld(ClusterDescription cluster, MemoryDevices memory, SpiDistributor distributor, VirtualInterruptLock gate, ClusterViews views, IMessenger messenger) : IRemovalWorld
{
    // The view without the node that leaves.
    private uint _view;

    /// <inheritdoc/>
    public bool IsAgreedOn => !cluster.IsChanging || cluster.View != _view;

    /// <inheritdoc/>
    public bool HasDied(NodeId node) => !cluster.IsConnected(node);

    /// <inheritdoc/>
    public bool CanLeave(NodeId node) => cluster.CanLeave(node);

    /// <inheritdoc/>
    public bool WasThereAtBoot(NodeId node) => node.Value < cluster.NodeCount && !cluster[node].JoinsLater;

    /// <inheritdoc/>
    public void Withdraw(NodeId node) => memory.Withdraw(node);

    /// <inheritdoc/>
    public void Offer(NodeId node) => memory.Offer(node);

    /// <inheritdoc/>
    public ulong PluggedBytes(NodeId node) => memory.PluggedBytes(node);

    /// <inheritdoc/>
    public uint ActiveInterruptAt(NodeId node)
    {
        gate.Acquire();
        uint active = distributor.ActiveAt(node);
        gate.Release();
        return active;
    }

    /// <inheritdoc/>
    public void Close(NodeId node) => messenger.Send(node, (MessageKind)RemovalMessage.Close, default);

    /// <inheritdoc/>
    public bool TryProposeLeave(NodeId node)
    {
        bool isProposed = views.TryProposeLeave(node);
        _view = cluster.View;
        return isProposed;
    }
}
