using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What a node that joins, leaves or dies while the guest runs is to the virtual machine. One that joins is told what it could not hear before: what the guest has asked of its interrupt controller. One that leaves has no vCPU on:
/// what others still have for those comes back or is dropped, and what they wait for from there is waited for; when it has died that ends at once.
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
/// <param name="power">Knows which of its vCPUs were turned on from here.</param>
public sealed class GuestViews(
    ClusterViews views, ICluster cluster, SpiDistributor distributor, SpiCarrier carrier, SgiCarrier sgis, InterruptSettlement settlement, PerCpu<VcpuInterrupts> vcpus, VirtualInterruptLock gate, TlbBroadcast tlb,
    RemoteCalls calls, VirtualPl011 console, RemotePower power) : ViewHandler
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
        power.Dismiss(node);
        gate.Acquire();
        sgis.Dismiss(node);
        if (IsLeader) distributor.Dismiss(node);
        settlement.Progress();
        gate.Release();
        if (IsLeader) console.Dismiss(node);
    }

    /// <inheritdoc/>
    public override string? Awaited(NodeId node)
    {
        if (AwaitedOfInterrupts(node) is { } awaited) return awaited;
        if (!tlb.HasDone(node)) return "the acknowledgement of TLB maintenance";
        if (!calls.HasDone(node)) return "the answer to a call";
        return IsLeader && !console.HasDone(node) ? "the room for console output that it was granted" : null;
    }

    /// <inheritdoc/>
    public override void AppendNeeds(NodeId node, scoped ref TextBuilder what)
    {
        NodeDescription description = cluster[node];
        if (description.JoinsLater) return;
        what.AppendLiteral(", and with it ");
        what.AppendFormatted(description.PresentBytes >> 20);
        what.AppendLiteral(" MiB of the guest's memory since it booted");
    }

    /// <inheritdoc/>
    public override byte VcpusTurnedOn(NodeId node) => power.TurnedOnAt(node);

    /// <inheritdoc/>
    public override void OnDeath(NodeId node, uint burial, bool isNeeded)
    {
        // The guest is not to see anything of what is missing before the end.
        if (isNeeded) return;
        gate.Acquire();
        sgis.Dismiss(node);
        settlement.Bury(node);
        if (IsLeader) distributor.Bury(node);
        settlement.Progress();
        gate.Release();
        if (IsLeader) console.Bury(node);
    }

    /// <inheritdoc/>
    public override void OnLeft(NodeId node) => power.Dismiss(node);

    private string? AwaitedOfInterrupts(NodeId node)
    {
        gate.Acquire();
        bool isSettled = settlement.HasDone(node);
        bool hasTold = node != cluster.Self || HasToldAll();
        bool isCarried = node != cluster.Self && IsLeader && distributor.IsCarriedAt(node);
        gate.Release();
        if (!isSettled) return "its vCPUs' look at their list registers";
        if (!hasTold) return "what its vCPUs have to say of interrupts";
        return isCarried ? "an SPI that one of its vCPUs has" : null;
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
