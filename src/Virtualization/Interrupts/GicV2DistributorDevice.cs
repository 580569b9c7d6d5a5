using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A GICv2's distributor (IHI 0048B, 4.3). What each CPU finds its own of is where that CPU is: the registers of SGIs and PPIs, and GICD_SGIR. The rest is on the leader. Reserved registers and accesses of a width that a register
/// does not take read as zero and are ignored.
/// </summary>
/// <param name="distributor">The SPIs.</param>
/// <param name="vcpus">This node's vCPUs, with their SGIs and PPIs.</param>
/// <param name="sgis">Sends SGIs.</param>
/// <param name="settlement">Makes pending and active state true.</param>
/// <param name="gic">Which interfaces there are.</param>
/// <param name="topology">Whose access it is.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="gate">Protects all this.</param>
public sealed class GicV2DistributorDevice(
    SpiDistributor distributor, PerCpu<VcpuInterrupts> vcpus, GicV2Sgis sgis, InterruptSettlement settlement, GuestGicV2 gic, VcpuTopology topology, ICluster cluster, VirtualInterruptLock gate)
    : MmioDevice(Registers, RegisterBytes)
{
    private const uint RegisterBytes = 0x1000;
    private const uint IdentificationStart = 0xfd0;
    private const uint CpuInterfaceBytes = 0x2000;
    private const uint AllInterfaces = 0x0101_0101;

    // GICD_ISPENDR and GICD_ICPENDR do not reach SGIs, which are pending once a sender.
    private const uint NoSgi = 0xffff_0000;

    // GICD_TYPER: no Security Extensions, no lockable SPIs.
    private const int InterfacesShift = 5;

    /// <summary>GICD_CTLR, as on QEMU's virt machine.</summary>
    public static GuestPhysicalAddress Registers => new(0x0800_0000);

    /// <summary>The whole interrupt controller, its CPU interface included.</summary>
    public override void Describe(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("interrupt-controller"u8, Start.Value);
        tree.Text("compatible"u8, "arm,gic-400"u8);
        tree.Flag("interrupt-controller"u8);
        tree.Cell("#interrupt-cells"u8, 3);
        tree.Cell("#address-cells"u8, 0);
        tree.BeginProperty("reg"u8, 4 * sizeof(ulong));
        tree.Long(Start.Value);
        tree.Long(Bytes);
        tree.Long(GuestGicV2.CpuInterface.Value);
        tree.Long(CpuInterfaceBytes);
        tree.Cell("phandle"u8, GuestDeviceTree.PhandleOfGic);
        tree.EndNode();
    }

    /// <inheritdoc/>
    public override NodeId NodeOf(uint offset) => IsOwn(offset) ? cluster.Self : NodeId.Leader;

    // Nobody but its own CPU knows or changes what list registers have of a private interrupt.
    /// <inheritdoc/>
    public override bool NeedsSettling(uint offset) => InterruptRegisters.IsState(offset) && !IsOwn(offset) && (offset & 0x7f) * 8 < VirtualGic.InterruptCount;

    /// <inheritdoc/>
    public override void Settle(uint offset) => settlement.SettleDistributor((offset & 0x7f) / 4);

    /// <inheritdoc/>
    public override bool TryReadAfar(MmioAccess access, out ulong value)
    {
        value = IsIdentity(access.Offset) && access is { Bytes: 4 } && access.Offset % 4 == 0 ? ReadIdentity(access.Offset) : 0;
        return IsIdentity(access.Offset);
    }

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = 0;
        if (!IsHere(access)) return false;
        if (access.Offset % (uint)access.Bytes != 0) return true;
        gate.Acquire();
        value = IsOwn(access.Offset) ? ReadOwn(access.Vcpu, access.Offset, access.Bytes) : ReadShared(access.Offset, access.Bytes);
        gate.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        if (!IsHere(access)) return false;
        if (access.Offset % (uint)access.Bytes != 0) return true;
        gate.Acquire();
        if (IsOwn(access.Offset)) WriteOwn(access.Vcpu, access.Offset, access.Bytes, value);
        else WriteShared(access.Offset, access.Bytes, value);
        gate.Release();
        return true;
    }

    // The first 32 interrupts of each array.
    private static bool IsOwn(uint offset) => offset switch
    {
        < GicInterruptRegisters.Group => false,
        < GicInterruptRegisters.Priority => (offset & (GicInterruptRegisters.BitArrayBytes - 1)) < VirtualGic.FirstSpi / 8,
        < GicInterruptRegisters.PriorityEnd => offset - GicInterruptRegisters.Priority < VirtualGic.FirstSpi,
        < GicDistributorRegisters.TargetsEnd => offset - GicDistributorRegisters.Targets < VirtualGic.FirstSpi,
        < GicInterruptRegisters.ConfigurationEnd => offset - GicInterruptRegisters.Configuration < VirtualGic.FirstSpi / 4,
        _ => offset is >= GicDistributorRegisters.SendSgi and < GicDistributorRegisters.SetPendingSgiEnd,
    };

    private static bool IsIdentity(uint offset) => offset is GicDistributorRegisters.Type or GicDistributorRegisters.Implementer or >= IdentificationStart;

    private static bool IsArray(uint offset) => offset is >= GicInterruptRegisters.Group and < GicInterruptRegisters.ConfigurationEnd;

    private static bool IsTarget(uint offset) => offset is >= GicDistributorRegisters.Targets and < GicDistributorRegisters.TargetsEnd;

    // PIDR4-7, PIDR0-3 and CIDR0-3 in their order in memory: a GIC-400, PIDR2 = architecture revision 2.
    private static uint Identification(uint offset)
    {
        System.ReadOnlySpan<byte> registers = [0x04, 0, 0, 0, 0x90, 0xb4, 0x2b, 0, 0x0d, 0xf0, 0x05, 0xb1];
        return registers[(int)((offset - IdentificationStart) >> 2)];
    }

    private bool IsHere(MmioAccess access) => !IsOwn(access.Offset) || topology.IsLocal(access.Vcpu);

    private uint ReadIdentity(uint offset) => offset switch
    {
        GicDistributorRegisters.Type => ((topology.VcpuCount - 1) << InterfacesShift) | ((VirtualGic.InterruptCount / 32) - 1),
        GicDistributorRegisters.Implementer => VirtualGic.Implementer,
        _ => Identification(offset),
    };

    private ulong ReadShared(uint offset, int bytes)
    {
        if (IsTarget(offset)) return ReadTargets(offset - GicDistributorRegisters.Targets, bytes);
        if (IsArray(offset)) return InterruptRegisters.Read(distributor, offset, bytes);
        if (bytes != 4) return 0;
        if (offset == GicDistributorRegisters.Control) return distributor.GroupsEnabled.Bits;
        return IsIdentity(offset) ? ReadIdentity(offset) : 0;
    }

    private void WriteShared(uint offset, int bytes, ulong value)
    {
        if (IsTarget(offset)) WriteTargets(offset - GicDistributorRegisters.Targets, bytes, value);
        else if (IsArray(offset)) InterruptRegisters.Write(distributor, offset, bytes, value);
        else if (offset == GicDistributorRegisters.Control && bytes == 4) distributor.SetGroupsEnabled(new GroupSet((uint)value));
    }

    private ulong ReadOwn(VcpuId vcpu, uint offset, int bytes)
    {
        VcpuInterrupts own = vcpus[topology.CpuOf(vcpu)];
        if (IsTarget(offset)) return ReadOwnTargets(vcpu, bytes);
        if (IsArray(offset)) return InterruptRegisters.Read(own, offset, bytes);
        return offset >= GicDistributorRegisters.ClearPendingSgi ? ReadSenders(own, (offset - GicDistributorRegisters.ClearPendingSgi) % VirtualGic.FirstPpi, bytes) : 0;
    }

    private void WriteOwn(VcpuId vcpu, uint offset, int bytes, ulong value)
    {
        VcpuInterrupts own = vcpus[topology.CpuOf(vcpu)];
        if (offset == GicDistributorRegisters.SendSgi && bytes == 4) sgis.Write(vcpu, (uint)value);
        else if (offset >= GicDistributorRegisters.ClearPendingSgi) WriteSenders(own, offset, bytes, value);
        else if (offset is GicInterruptRegisters.SetPending or GicInterruptRegisters.ClearPending) InterruptRegisters.Write(own, offset, bytes, value & NoSgi);
        else if (IsArray(offset)) InterruptRegisters.Write(own, offset, bytes, value);
    }

    // A CPU learns from those of its private interrupts which interface is its own; where there is one they are zero.
    private uint ReadOwnTargets(VcpuId vcpu, int bytes)
    {
        if (topology.VcpuCount == 1) return 0;
        uint targets = AllInterfaces << (int)vcpu.Value;
        return bytes switch
        {
            1 => targets & 0xff,
            4 => targets,
            _ => 0,
        };
    }

    private static ulong ReadSenders(VcpuInterrupts own, uint sgi, int bytes)
    {
        if (bytes is not (1 or 4)) return 0;
        ulong value = 0;
        for (int i = 0; i < bytes; i++) value |= (ulong)own.ReadSenders(sgi + (uint)i) << (8 * i);
        return value;
    }

    private void WriteSenders(VcpuInterrupts own, uint offset, int bytes, ulong value)
    {
        if (bytes is not (1 or 4)) return;
        uint sgi = (offset - GicDistributorRegisters.ClearPendingSgi) % VirtualGic.FirstPpi;
        for (int i = 0; i < bytes; i++)
        {
            byte senders = (byte)((value >> (8 * i)) & gic.Interfaces);
            if (senders == 0) continue;
            if (offset >= GicDistributorRegisters.SetPendingSgi) own.RaiseSgiFrom(sgi + (uint)i, senders);
            else own.ClearSenders(sgi + (uint)i, senders);
        }
    }

    private ulong ReadTargets(uint first, int bytes)
    {
        if (bytes is not (1 or 4)) return 0;
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            uint spi = first + (uint)i;
            if (distributor.Contains(spi)) value |= (distributor.ReadRoute(spi) & 0xff) << (8 * i);
        }
        return value;
    }

    private void WriteTargets(uint first, int bytes, ulong value)
    {
        if (bytes is not (1 or 4)) return;
        for (int i = 0; i < bytes; i++)
        {
            uint spi = first + (uint)i;
            if (distributor.Contains(spi)) distributor.WriteRoute(spi, (value >> (8 * i)) & gic.Interfaces);
        }
    }
}
