using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Brings the calling CPU's system registers to the state in which PSCI hands a CPU to its caller's entry point (DEN0022, 6.4): MMU and caches off, the virtual timer off, its own name in MPIDR_EL1.</summary>
/// <param name="registers">The guest's registers on this CPU.</param>
/// <param name="topology">Which vCPU it is.</param>
public sealed class VcpuReset(IGuestRegisters registers, VcpuTopology topology) : IVcpuReset
{
    // SCTLR_EL1 with MMU and caches off, little-endian: the bits that are RES1 where the features are missing (LSMAOE, nTLSMD, SPAN, EIS, TSCXT, EOS).
    private const ulong SctlrReset = 0x30d0_0800;

    /// <inheritdoc/>
    public void ResetCurrent()
    {
        // Most are unknown after a reset. Zero is one of the values they may have, and tells the new guest nothing of the old.
        for (GuestRegister register = GuestRegister.Cpacr; register <= GuestRegister.Csselr; register++) registers.Write(register, 0);
        registers.Write(GuestRegister.Sctlr, SctlrReset);
        registers.Write(GuestRegister.Vmpidr, topology.Mpidr(topology.Current));
        registers.Write(GuestRegister.Vpidr, registers.Read(GuestRegister.Midr));
    }
}
