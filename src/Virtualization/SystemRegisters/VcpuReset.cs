using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Brings the calling CPU's vCPU to the state in which PSCI hands a CPU to its caller's entry point: EL1, MMU and caches off, interrupts masked (DEN0022, 6.4).</summary>
/// <param name="registers">The guest's registers on this CPU.</param>
/// <param name="topology">Which vCPU it is.</param>
public sealed class VcpuReset(IGuestRegisters registers, VcpuTopology topology)
{
    // SCTLR_EL1 with MMU and caches off, little-endian: the bits that are RES1 where the features are missing (LSMAOE, nTLSMD, SPAN, EIS, TSCXT, EOS).
    private const ulong SctlrReset = 0x30d0_0800;

    /// <summary>Resets the vCPU and makes <paramref name="frame"/> begin at <paramref name="entry"/>.</summary>
    /// <param name="frame">What the CPU enters its guest with.</param>
    /// <param name="entry">Guest-physical address of the first instruction.</param>
    /// <param name="context">x0: PSCI's context_id, or the address of the device tree.</param>
    public void Reset(ref TrapFrame frame, GuestPhysicalAddress entry, ulong context)
    {
        for (GuestRegister register = GuestRegister.Cpacr; register <= GuestRegister.Csselr; register++) registers.Write(register, 0);
        registers.Write(GuestRegister.Sctlr, SctlrReset);
        registers.Write(GuestRegister.Vmpidr, topology.Mpidr(topology.Current));
        registers.Write(GuestRegister.Vpidr, registers.Read(GuestRegister.Midr));

        frame = default;
        frame.X[0] = context;
        frame.Elr = entry.Value;
        frame.Spsr = ProcessorState.AtReset.Bits;
    }
}
