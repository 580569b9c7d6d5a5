using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>SMC from the guest, trapped by HCR_EL2.TSC: PSCI, SMCCC and TRNG. ELR_EL2 is the instruction itself, since it was not executed.</summary>
/// <param name="calls">The functions.</param>
public sealed class SmcHandler(GuestCalls calls) : TrapHandler
{
    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        // First: CPU_OFF leaves a frame that begins elsewhere.
        frame.SkipInstruction();
        calls.Call(ref frame);
    }
}
