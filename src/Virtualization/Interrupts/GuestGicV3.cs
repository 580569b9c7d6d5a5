namespace Pilevisor.Virtualization;

/// <summary>GICv3 (IHI 0069): security disabled, affinity routing always on, a CPU interface in system registers.</summary>
/// <param name="topology">The vCPUs.</param>
public sealed class GuestGicV3(VcpuTopology topology) : IGuestGic
{
    /// <inheritdoc/>
    public string Name => "GICv3";

    /// <inheritdoc/>
    public uint MostVcpus => VcpuTopology.MaximumVcpus;

    /// <inheritdoc/>
    public bool StartsInGroup1 => true;

    /// <inheritdoc/>
    public ulong SystemRegisterInterface => 1;

    /// <inheritdoc/>
    public bool TryFindTarget(ulong route, out VcpuId target) => topology.TryFind(route, out target);
}
