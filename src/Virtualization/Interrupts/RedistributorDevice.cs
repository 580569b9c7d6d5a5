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
    : MmioDevice(GuestMachine.Redistributors, VcpuTopology.MaximumVcpus * GuestMachine.RedistributorBytes)
{
    private const uint FrameBytes = GuestMachine.RedistributorBytes / 2;

    private const uint Control = 0x0000;
    private const uint Implementer = 0x0004;
    private const uint Type = 0x0008;
    private const uint TypeHigh = 0x000c;
    private const uint Waker = 0x0014;
    private const uint ArraysStart = 0x0080;
    private const uint ArraysEnd = 0x0d00;

    private const uint WritePending = 1u << 3;
    private const uint ProcessorSleep = 1u << 1;
    private const uint ChildrenAsleep = 1u << 2;
    private const ulong LastRedistributor = 1ul << 4;

    // GICR_WAKER.ProcessorSleep, one bit a CPU. Interrupts for a sleeping CPU wake it, so nothing else depends on it.
    private uint _awake;

    /// <inheritdoc/>
    public override NodeId NodeOf(uint offset)
    {
        VcpuId vcpu = VcpuAt(offset);
        return topology.Exists(vcpu) ? topology.NodeOf(vcpu) : NodeId.Leader;
    }

    /// <inheritdoc/>
    public override bool NeedsSettling(uint offset) =>
        IsArray(offset % GuestMachine.RedistributorBytes) && InterruptRegisters.IsState((offset % GuestMachine.RedistributorBytes) - FrameBytes) && topology.Exists(VcpuAt(offset));

    /// <inheritdoc/>
    public override void Settle(uint offset) => settlement.SettleRedistributor(topology.NodeOf(VcpuAt(offset)), topology.CpuOf(VcpuAt(offset)));

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        VcpuId vcpu = VcpuAt(access.Offset);
        value = 0;
        if (!topology.Exists(vcpu)) return false;
        uint offset = access.Offset % GuestMachine.RedistributorBytes;
        if (offset % (uint)access.Bytes != 0) return true;
        gate.Acquire();
        value = offset < FrameBytes ? ReadControlFrame(vcpu, offset, access.Bytes) : ReadPrivateFrame(vcpu, offset - FrameBytes, access.Bytes);
        gate.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        VcpuId vcpu = VcpuAt(access.Offset);
        if (!topology.Exists(vcpu)) return false;
        uint offset = access.Offset % GuestMachine.RedistributorBytes;
        if (offset % (uint)access.Bytes != 0) return true;
        gate.Acquire();
        if (offset == Waker && access.Bytes == 4) WriteWaker(topology.CpuOf(vcpu), (uint)value);
        else if (IsArray(offset)) InterruptRegisters.Write(vcpus[topology.CpuOf(vcpu)], offset - FrameBytes, access.Bytes, value);
        gate.Release();
        return true;
    }

    private static VcpuId VcpuAt(uint offset) => new(offset / GuestMachine.RedistributorBytes);

    private static bool IsArray(uint offset) => offset is >= FrameBytes + ArraysStart and < FrameBytes + ArraysEnd;

    private ulong ReadPrivateFrame(VcpuId vcpu, uint offset, int bytes)
    {
        if (offset is >= ArraysStart and < ArraysEnd) return InterruptRegisters.Read(vcpus[topology.CpuOf(vcpu)], offset, bytes);
        return 0;
    }

    private ulong ReadControlFrame(VcpuId vcpu, uint offset, int bytes)
    {
        if (offset == Type && bytes == 8)
        {
            ulong type = ReadType(vcpu);
            published.Publish(Start + ((ulong)vcpu.Value * GuestMachine.RedistributorBytes) + Type, sizeof(ulong), type);
            return type;
        }
        if (bytes != 4) return 0;
        CpuIndex cpu = topology.CpuOf(vcpu);
        return offset switch
        {
            Control => vcpus[cpu].HasWriteUnderWay ? WritePending : 0,
            Implementer => VirtualGic.Implementer,
            Type => (uint)ReadType(vcpu),
            TypeHigh => ReadType(vcpu) >> 32,
            Waker => ((_awake >> cpu.Value) & 1) != 0 ? 0 : ProcessorSleep | ChildrenAsleep,
            >= VirtualGic.IdentificationStart => VirtualGic.ReadIdentification(offset),
            _ => 0,
        };
    }

    // GICR_TYPER: affinity, number, and whether the next frame holds no redistributor; no LPIs.
    private ulong ReadType(VcpuId vcpu)
    {
        ulong last = vcpu.Value == topology.VcpuCount - 1 ? LastRedistributor : 0;
        return (topology.Affinity(vcpu) << 32) | ((ulong)vcpu.Value << 8) | last;
    }

    private void WriteWaker(CpuIndex cpu, uint value)
    {
        uint bit = 1u << cpu.Value;
        _awake = (value & ProcessorSleep) != 0 ? _awake & ~bit : _awake | bit;
    }
}
