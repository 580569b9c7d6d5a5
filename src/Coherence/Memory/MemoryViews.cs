using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Opens the window of a node that joins while the guest runs, and closes that of one that leaves or has died.</summary>
/// <param name="views">Where it hears of such a node.</param>
/// <param name="windows">The windows.</param>
/// <param name="gate">The lock under which faults look whether a window is open.</param>
/// <param name="departure">Empties what is to be closed for good.</param>
/// <param name="burial">Finds out what is lost with the dead.</param>
public sealed class MemoryViews(ClusterViews views, WindowMap windows, CoherenceGate gate, NodeDeparture departure, NodeBurial burial) : ViewHandler
{
    /// <summary>Registers. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => views.Register(this);

    /// <inheritdoc/>
    public override void OnJoin(NodeId node) => windows.Open(node);

    /// <inheritdoc/>
    public override void OnLeaving(NodeId node)
    {
        gate.Enter();
        windows.Close(node);
        gate.Leave();
    }

    /// <inheritdoc/>
    public override void OnStep(DepartureStep step, NodeId node) => departure.Begin(step, node);

    /// <inheritdoc/>
    public override void OnDeath(NodeId node, uint number, bool isNeeded)
    {
        departure.GiveUp(node);
        burial.Begin(node, number, isNeeded);
    }

    /// <inheritdoc/>
    public override void OnLookAgain(uint number) => burial.Look(number);

    /// <inheritdoc/>
    public override void OnLeft(NodeId node) => departure.End(node);
}
