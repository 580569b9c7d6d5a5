using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The EL1 state in which PSCI hands a CPU to its caller's entry point: MMU and caches off (DEN0022, 6.4).</summary>
/// <param name="registers">The guest's registers on this CPU.</param>
/// <param name="topology">Which vCPU it is.</param>
/// <param name="timer">Its physical timer; the virtual one is among the registers.</param>
/// <param name="vectors">CPACR_EL1.</param>
public sealed class VcpuReset(IGuestRegisters registers, VcpuTopology topology, PhysicalTimer timer, HiddenVectorFeatures vectors) : IVcpuReset
{
    // SCTLR_EL1 with MMU and caches off, little-endian: the bits that are RES1 where the features are missing (LSMAOE, nTLSMD, SPAN, EIS, TSCXT, EOS).
    private const ulong SctlrReset = 0x30d0_0800;
    private const ulong SctlrBigEndian = 1ul << 25;

    /// <inheritdoc/>
    public bool IsBigEndian
    {
        get => (registers.Read(GuestRegister.Sctlr) & SctlrBigEndian) != 0;
        set => registers.Write(GuestRegister.Sctlr, value ? SctlrReset | SctlrBigEndian : SctlrReset);
    }

    /// <inheritdoc/>
    public void ResetCurrent()
    {
        for (GuestRegister register = GuestRegister.Cpacr; register <= GuestRegister.Csselr; register++) registers.Write(register, 0);
        vectors.Write(0);
        timer.Reset();
        registers.Write(GuestRegister.Sctlr, SctlrReset);
        registers.Write(GuestRegister.Vmpidr, topology.Mpidr(topology.Current));
        registers.Write(GuestRegister.Vpidr, registers.Read(GuestRegister.Midr));
    }
}
