using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Tells a node that joins while the guest runs what it could not hear before: what the guest has asked of its interrupt controller.</summary>
/// <param name="views">Where it hears of such a node.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="distributor">The distributor, in use on the leader only.</param>
/// <param name="settlement">Waits for every node that is there.</param>
/// <param name="gate">Protects both.</param>
public sealed class JoinedNodes(ClusterViews views, ICluster cluster, SpiDistributor distributor, InterruptSettlement settlement, VirtualInterruptLock gate) : ViewHandler
{
    /// <summary>Registers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => views.Register(this);

    /// <inheritdoc/>
    public override void OnJoin(NodeId node)
    {
        if (cluster.Self != NodeId.Leader) return;
        gate.Acquire();
        distributor.Admit(node);
        settlement.Progress();
        gate.Release();
    }
}
