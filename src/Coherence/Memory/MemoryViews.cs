using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Opens the window of a node that joins while the guest runs.</summary>
/// <param name="views">Where it hears of such a node.</param>
/// <param name="windows">The windows.</param>
public sealed class MemoryViews(ClusterViews views, WindowMap windows) : ViewHandler
{
    /// <summary>Registers. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => views.Register(this);

    /// <inheritdoc/>
    public override void OnJoin(NodeId node) => windows.Open(node);
}
