using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What pilevisor.tlb says; if it says nothing, carried for every guest but Linux, which needs it not and would pay a round trip for each page that it unmaps.</summary>
/// <param name="options">The hypervisor's options on the leader.</param>
public sealed class TlbByPayload(BootOptions options) : ITlbPolicy
{
    /// <inheritdoc/>
    public bool IsCarriedFor(in KernelImage kernel) => options.Tlb == TlbOption.Carry || (options.Tlb == TlbOption.Auto && !kernel.IsLinux);
}
