using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>HVC from the guest: PSCI and SMCCC. ELR_EL2 is behind the instruction already.</summary>
/// <param name="psci">The functions.</param>
public sealed class HvcHandler(VirtualPsci psci) : TrapHandler
{
    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome) => psci.Call(ref frame);
}
