using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>HVC from the guest: PSCI, SMCCC and TRNG. ELR_EL2 is behind the instruction already.</summary>
/// <param name="calls">The functions.</param>
public sealed class HvcHandler(GuestCalls calls) : TrapHandler
{
    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome) => calls.Call(ref frame);
}
