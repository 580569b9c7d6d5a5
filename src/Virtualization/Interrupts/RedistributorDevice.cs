using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The redistributors (IHI 0069, 12.10 and 12.11), one a vCPU in order of their numbers: a frame for control and one for SGIs and PPIs, 64 KiB each. A vCPU's
/// lives on the node that runs it. Behind the last there is nothing. Reserved registers and accesses of a width that a register does not take read as zero and
/// are ignored.
/// </summary>
/// <param name="topology">The vCPUs.</param>
/// <param name="vcpus">Those of this node.</param>
/// <param name="settlement">Makes pending and active state true.</param>
/// <param name="published">Has what never changes once it was read.</param>
/// <param name="gate">Protects their state.</param>
public sealed class RedistributorDevice(VcpuTopology topology, PerCpu<VcpuInterrupts> vcpus, InterruptSettlement settlement, PublishedRegisters published, VirtualInterruptLock gate)
    : MmioDevice(Registers, VcpuTopology.MaximumVcpus * BytesOfOne)
{
    /// <summary>Size of one vCPU's: its RD_base and SGI_base frames.</summary>
    public const uint BytesOfOne = 2 * GicRedistributorRegisters.FrameBytes;

    private const uint TypeHigh = GicRedistributorRegisters.Type + 4;
    private const uint Asleep = GicRedistributorRegisters.ProcessorSleep | GicRedistributorRegisters.ChildrenAsleep;

    // GICR_WAKER.ProcessorSleep, one bit a CPU. Interrupts for a sleeping CPU wake it, so nothing else depends on it.
    private uint _awake;

    /// <summary>GICR_CTLR of vCPU 0, as on QEMU's virt machine; the others' follow in order of their numbers.</summary>
    public static GuestPhysicalAddress Registers => new(0x080a_0000);

    /// <inheritdoc/>
    public override NodeId NodeOf(uint offset)
    {
        VcpuId vcpu = VcpuAt(offset);
        return topology.Exists(vcpu) ? topology.NodeOf(vcpu) : NodeId.Leader;
    }

    /// <inheritdoc/>
    public override bool NeedsSettling(uint offset) =>
        IsArray(offset % BytesOfOne) && InterruptRegisters.IsState((offset % BytesOfOne) - GicRedistributorRegisters.FrameBytes) && topology.Exists(VcpuAt(offset)) && topology.IsPresent(VcpuAt(offset));

    /// <inheritdoc/>
    public override void Settle(uint offset) => settlement.SettleRedistributor(topology.NodeOf(VcpuAt(offset)), topology.CpuOf(VcpuAt(offset)));

    /// <inheritdoc/>
    public override bool TryReadAfar(MmioAccess access, out ulong value)
    {
        VcpuId vcpu = VcpuAt(access.Offset);
        value = 0;
        if (topology.IsPresent(vcpu)) return false;
        uint offset = access.Offset % BytesOfOne;
        if (offset < GicRedistributorRegisters.FrameBytes && offset % (uint)access.Bytes == 0) value = ReadIdentity(vcpu, offset, access.Bytes);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWriteAfar(MmioAccess access, ulong value) => !topology.IsPresent(VcpuAt(access.Offset));

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        VcpuId vcpu = VcpuAt(access.Offset);
        value = 0;
        if (!topology.Exists(vcpu)) return false;
        if (!topology.IsPresent(vcpu)) return TryReadAfar(access, out value);
        uint offset = access.Offset % BytesOfOne;
        if (offset % (uint)access.Bytes != 0) return true;
        gate.Acquire();
        value = offset < GicRedistributorRegisters.FrameBytes ? ReadControlFrame(vcpu, offset, access.Bytes) : ReadPrivateFrame(vcpu, offset - GicRedistributorRegisters.FrameBytes, access.Bytes);
        gate.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        VcpuId vcpu = VcpuAt(access.Offset);
        if (!topology.Exists(vcpu)) return false;
        uint offset = access.Offset % BytesOfOne;
        if (offset % (uint)access.Bytes != 0 || !topology.IsPresent(vcpu)) return true;
        gate.Acquire();
        if (offset == GicRedistributorRegisters.Waker && access.Bytes == 4) WriteWaker(topology.CpuOf(vcpu), (uint)value);
        else if (IsArray(offset)) InterruptRegisters.Write(vcpus[topology.CpuOf(vcpu)], offset - GicRedistributorRegisters.FrameBytes, access.Bytes, value);
        gate.Release();
        return true;
    }

    private static VcpuId VcpuAt(uint offset) => new(offset / BytesOfOne);

    private static bool IsArray(uint offset) => offset is >= GicRedistributorRegisters.FrameBytes + GicInterruptRegisters.Group and < GicRedistributorRegisters.FrameBytes + GicInterruptRegisters.ConfigurationEnd;

    private ulong ReadPrivateFrame(VcpuId vcpu, uint offset, int bytes)
    {
        if (offset is >= GicInterruptRegisters.Group and < GicInterruptRegisters.ConfigurationEnd) return InterruptRegisters.Read(vcpus[topology.CpuOf(vcpu)], offset, bytes);
        return 0;
    }

    private ulong ReadControlFrame(VcpuId vcpu, uint offset, int bytes)
    {
        if (offset == GicRedistributorRegisters.Type && bytes == 8)
        {
            ulong type = ReadType(vcpu);
            published.Publish(Start + ((ulong)vcpu.Value * BytesOfOne) + GicRedistributorRegisters.Type, sizeof(ulong), type);
            return type;
        }
        if (bytes != 4) return 0;
        CpuIndex cpu = topology.CpuOf(vcpu);
        return offset switch
        {
            GicRedistributorRegisters.Control => vcpus[cpu].HasWriteUnderWay ? GicRedistributorRegisters.WritePending : 0,
            GicRedistributorRegisters.Waker => ((_awake >> cpu.Value) & 1) != 0 ? 0 : Asleep,
            _ => ReadIdentity(vcpu, offset, bytes),
        };
    }

    // What a redistributor is, whether there is a CPU at it or not: one at which there is none is asleep.
    private ulong ReadIdentity(VcpuId vcpu, uint offset, int bytes)
    {
        if (bytes == 8) return offset == GicRedistributorRegisters.Type ? ReadType(vcpu) : 0;
        if (bytes != 4) return 0;
        return offset switch
        {
            GicRedistributorRegisters.Implementer => VirtualGic.Implementer,
            GicRedistributorRegisters.Type => (uint)ReadType(vcpu),
            TypeHigh => ReadType(vcpu) >> 32,
            GicRedistributorRegisters.Waker => Asleep,
            >= VirtualGic.IdentificationStart => VirtualGic.ReadIdentification(offset),
            _ => 0,
        };
    }

    // GICR_TYPER: affinity, number, and whether the next frame holds no redistributor; no LPIs.
    private ulong ReadType(VcpuId vcpu)
    {
        ulong last = vcpu.Value == topology.VcpuCount - 1 ? GicRedistributorRegisters.Last : 0;
        return (topology.Affinity(vcpu) << 32) | ((ulong)vcpu.Value << 8) | last;
    }

    private void WriteWaker(CpuIndex cpu, uint value)
    {
        uint bit = 1u << cpu.Value;
        _awake = (value & GicRedistributorRegisters.ProcessorSleep) != 0 ? _awake & ~bit : _awake | bit;
    }
}
