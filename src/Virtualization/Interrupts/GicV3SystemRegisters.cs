using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>GICv3's system registers that trap: SGIs, and the CPU interface where EL2 takes part.</summary>
/// <param name="sgis">SGIs.</param>
/// <param name="cpuInterface">The CPU interface.</param>
/// <param name="topology">Which vCPU sends.</param>
public sealed class GicV3SystemRegisters(SoftwareGeneratedInterrupts sgis, CpuInterfaceRegisters cpuInterface, VcpuTopology topology) : IInterruptSystemRegisters
{
    /// <inheritdoc/>
    public bool TrySendSgi(ulong value, bool isGroup1)
    {
        sgis.Write(topology.Current, value, isGroup1);
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(SystemRegisterEncoding register, out ulong value) => cpuInterface.TryRead(register, out value);

    /// <inheritdoc/>
    public bool TryWrite(SystemRegisterEncoding register, ulong value) => cpuInterface.TryWrite(register, value);
}
