using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A GICv2's CPU interface (IHI 0048B, 4.4 and 5.5). Its first page is the machine's virtual CPU interface, which the guest accesses without a trap; the second page, with GICC_DIR, is not, since a deactivation can name what is in no
/// list register, or is another CPU's. Each CPU finds its own, so this lives where the CPU is.
/// </summary>
/// <param name="machine">The machine's virtual CPU interface.</param>
/// <param name="stage2">Where it is mapped.</param>
/// <param name="virtualInterface">The hypervisor's side of it.</param>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="topology">Whose access it is.</param>
/// <param name="gate">Protects their interrupts.</param>
public sealed class GicV2CpuInterface(
    IMappedCpuInterface machine, IStage2Devices stage2, IVirtualInterruptInterface virtualInterface, PerCpu<VcpuInterrupts> vcpus, ICluster cluster, VcpuTopology topology, VirtualInterruptLock gate)
    : MmioDevice(GuestGicV2.CpuInterface + GicCpuInterfaceRegisters.Deactivate, GranuleNumber.Bytes)
{
    private const uint MappedPages = 1;

    /// <summary>Maps the first page. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => stage2.MapDevice(GuestGicV2.CpuInterface.Granule, machine.Registers, MappedPages);

    /// <inheritdoc/>
    public override NodeId NodeOf(uint offset) => cluster.Self;

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = 0;
        return topology.IsLocal(access.Vcpu);
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        if (!topology.IsLocal(access.Vcpu)) return false;
        if (access is { Offset: 0, Bytes: 4 }) Deactivate((uint)value & GicCpuInterfaceRegisters.InterruptMask);
        return true;
    }

    // What an SGI's sender was does not matter: one of each is active at a time.
    private void Deactivate(uint intid)
    {
        gate.Acquire();
        vcpus.Current.Fold();
        if (virtualInterface.Control.SplitsDeactivation) vcpus.Current.Deactivate(intid, true);
        gate.Release();
    }
}
