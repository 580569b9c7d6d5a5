using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What a node that joins or leaves while the guest runs is to the virtual machine. One that joins is told what it could not hear before: what the guest has asked of its interrupt controller. One that leaves has no vCPU on:
/// what others still have for those comes back or is dropped, and what they wait for from there is waited for.
/// </summary>
/// <param name="views">Where it hears of such a node.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="distributor">The distributor, in use on the leader only.</param>
/// <param name="carrier">Reports to it.</param>
/// <param name="sgis">SGIs on their way to other nodes.</param>
/// <param name="settlement">Waits for every node that is there.</param>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="gate">Protects all of these.</param>
/// <param name="tlb">Waits for other nodes.</param>
/// <param name="calls">The same.</param>
/// <param name="console">Has granted room to other nodes.</param>
public sealed class GuestViews(
    ClusterViews views, ICluster cluster, SpiDistributor distributor, SpiCarrier carrier, SoftwareGeneratedInterrupts sgis, InterruptSettlement settlement, PerCpu<VcpuInterrupts> vcpus, VirtualInterruptLock gate, TlbBroadcast tlb,
    RemoteCalls calls, VirtualPl011 console) : ViewHandler
{
    private bool IsLeader => cluster.Self == NodeId.Leader;

    /// <summary>Registers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => views.Register(this);

    /// <inheritdoc/>
    public override void OnJoin(NodeId node)
    {
        if (!IsLeader) return;
        gate.Acquire();
        distributor.Admit(node);
        settlement.Progress();
        gate.Release();
    }

    /// <inheritdoc/>
    public override void OnLeaving(NodeId node)
    {
        gate.Acquire();
        sgis.Dismiss(node);
        if (IsLeader) distributor.Dismiss(node);
        settlement.Progress();
        gate.Release();
        if (IsLeader) console.Dismiss(node);
    }

    /// <inheritdoc/>
    public override bool HasDone(NodeId node) => HasInterruptsDone(node) && tlb.HasDone(node) && calls.HasDone(node) && (!IsLeader || console.HasDone(node));

    private bool HasInterruptsDone(NodeId node)
    {
        gate.Acquire();
        bool hasDone = settlement.HasDone(node) && (node == cluster.Self ? HasToldAll() : !IsLeader || !distributor.IsCarriedAt(node));
        gate.Release();
        return hasDone;
    }

    // This node leaves.
    private bool HasToldAll()
    {
        carrier.Flush();
        for (int i = 0; i < vcpus.Count; i++)
        {
            if (vcpus[new CpuIndex(i)].HasReports) return false;
        }
        return sgis.HasSentAll;
    }
}
