namespace Pilevisor.Virtualization;

/// <summary>Carried for every guest, as the architecture promises.</summary>
public sealed class CarriedTlb : ITlbPolicy
{
    /// <inheritdoc/>
    public bool IsCarriedFor(in KernelImage kernel) => true;
}
