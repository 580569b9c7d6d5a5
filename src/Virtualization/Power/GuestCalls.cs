using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What the guest calls by HVC or SMC (DEN0028): each function goes to whoever has it.</summary>
/// <param name="trng">True random numbers.</param>
/// <param name="psci">Everything else, and what nobody has.</param>
public sealed class GuestCalls(VirtualTrng trng, VirtualPsci psci)
{
    /// <summary>Does what the guest asks for in <paramref name="frame"/>, whose ELR is where the call returns to already.</summary>
    public void Call(ref TrapFrame frame)
    {
        if (!trng.TryCall(ref frame)) psci.Call(ref frame);
    }
}
